// What a line of a diagram ends with: Mermaid refers to a marker, which would need a name that no other
// drawing of the page has; here it is drawn in its place.

// From the marker's own points to those of its line.
function turned(marker, line, end) {
  const { angle, tip } = ending(line, end, marker);
  const box = marker.viewBox.baseVal;
  const stroke = marker.getAttribute("markerUnits") === "userSpaceOnUse" ? 1 : parseFloat(getComputedStyle(line).strokeWidth);
  const scale = stroke * (box?.width ? marker.markerWidth.baseVal.value / box.width : 1);
  const [cos, sin] = [Math.cos(angle) * scale, Math.sin(angle) * scale];
  return (point) => {
    const [x, y] = [point.x - marker.refX.baseVal.value, point.y - marker.refY.baseVal.value];
    return { x: tip.x + x * cos - y * sin, y: tip.y + x * sin + y * cos };
  };
}

// Where a line ends, and the way its marker looks there.
function ending(line, end, marker) {
  const length = line.getTotalLength();
  const [tip, before] = end === "end" ? [length, length - 1] : [0, 1];
  const [to, from] = [line.getPointAtLength(tip), line.getPointAtLength(before)];
  const away = end === "end" || marker.getAttribute("orient") === "auto-start-reverse" ? 1 : -1;
  return { angle: Math.atan2(away * (to.y - from.y), away * (to.x - from.x)), tip: to };
}
