// A line that Mermaid draws with a dozen curves is drawn again with as few as the eye can tell from
// them: least squares, and in two where one is not enough (Schneider, Graphics Gems, 1990).
const EYE = 0.8; // a unit of the drawing is a pixel or less

const minus = (a, b) => ({ x: a.x - b.x, y: a.y - b.y });
const dot = (a, b) => a.x * b.x + a.y * b.y;
const along = (a, t, v) => ({ x: a.x + t * v.x, y: a.y + t * v.y });

function unit(v) {
  const length = Math.hypot(v.x, v.y) || 1;
  return { x: v.x / length, y: v.y / length };
}

// Points along a path, a unit apart, each of its strokes alone, and parted where it turns sharply.
function runs(path) {
  return path.getAttribute("d").split(/(?=M)/).filter(Boolean).map((stroke) => {
    const one = path.cloneNode();
    one.setAttribute("d", stroke);
    const length = one.getTotalLength();
    const count = Math.max(1, Math.round(length));
    return parted(Array.from({ length: count + 1 }, (_, n) => one.getPointAtLength((n * length) / count)));
  });
}

function parted(points) {
  const corners = points.map((_, n) => n).filter((n) => n > 1 && n < points.length - 2 && sharp(points, n));
  const cuts = [0, ...corners.filter((n, at) => n - 3 > (corners[at - 1] ?? -9)), points.length - 1];
  return cuts.slice(1).map((cut, at) => points.slice(cuts[at], cut + 1));
}

function sharp(points, n) {
  return dot(unit(minus(points[n], points[n - 2])), unit(minus(points[n + 2], points[n]))) < 0.6;
}

// The cubic curves through a run of points, each as its three last points; a straight one as its end.
function fitted(points, left, right) {
  const last = points.at(-1);
  if (straight(points)) return [[last]];
  left ??= unit(minus(points[Math.min(2, points.length - 1)], points[0]));
  right ??= unit(minus(points.at(-3) ?? points[0], last));
  const curve = nearest(points, left, right);
  const { worst, at } = distance(points, curve);
  if (worst < EYE) return [curve.slice(1)];
  const middle = unit(minus(points[at - 1], points[at + 1]));
  const back = { x: -middle.x, y: -middle.y };
  return [...fitted(points.slice(0, at + 1), left, middle), ...fitted(points.slice(at), back, right)];
}

function straight(points) {
  const way = unit(minus(points.at(-1), points[0]));
  return points.every((point) => {
    const from = minus(point, points[0]);
    return Math.abs(from.x * way.y - from.y * way.x) < EYE / 2;
  });
}

// How long its two handles are, so that the curve passes as near the points as it can.
function nearest(points, left, right) {
  const [first, last] = [points[0], points.at(-1)];
  const sums = [0, 0, 0, 0, 0];
  points.forEach((point, n) => {
    const [a, b, c, d] = weights(n / (points.length - 1));
    const rest = minus(point, along(along({ x: 0, y: 0 }, a + b, first), c + d, last));
    const [one, two] = [along({ x: 0, y: 0 }, b, left), along({ x: 0, y: 0 }, c, right)];
    [dot(one, one), dot(one, two), dot(two, two), dot(one, rest), dot(two, rest)].forEach((s, i) => {
      sums[i] += s;
    });
  });
  const [p, q, r, s, t] = sums;
  const whole = p * r - q * q;
  const third = Math.hypot(last.x - first.x, last.y - first.y) / 3;
  const handles = [(s * r - t * q) / whole, (p * t - q * s) / whole];
  const [one, two] = handles.every((each) => each > third / 10) ? handles : [third, third];
  return [first, along(first, one, left), along(last, two, right), last];
}

function weights(t) {
  return [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3];
}

// The point that the curve misses most, wherever along itself it comes nearest to it.
function distance(points, curve) {
  const drawn = Array.from({ length: 4 * points.length }, (_, n) => {
    const parts = weights(n / (4 * points.length - 1));
    return parts.reduce((sum, part, k) => along(sum, part, curve[k]), { x: 0, y: 0 });
  });
  const missed = points.slice(1, -1).map((point) =>
    Math.min(...drawn.map((each) => Math.hypot(each.x - point.x, each.y - point.y))));
  const worst = Math.max(...missed);
  return { worst, at: missed.indexOf(worst) + 1 };
}
