"""Phase 6: the bytes are here, and they do not make the page that was meant."""

from __future__ import annotations

from lab.faults import Altered, Late, Missing, Site
from lab.world.breaks.kind import WEB, Break

RENDERING = (
    Break(
        "response-charset", 6,
        "The server announces the wrong character encoding for its text.",
        "Le serveur annonce un mauvais encodage pour son texte.",
        (Site(WEB, "charset"),),
    ),
    Break(
        "rendering-unclosed-tag", 6,
        "The end tags of the paragraphs and of the top band are missing from the page.",
        "Dans la page, il manque les balises de fin des paragraphes et du bandeau du haut.",
        (Altered(WEB, "/", rb"</(p|header)>", b""),),
    ),
    Break(
        "rendering-no-style", 6,
        "The server has lost the style sheet of the page.",
        "Le serveur a perdu la feuille de style de la page.",
        (Missing(WEB, "/style.css"),),
    ),
    Break(
        "rendering-no-size", 6,
        "The page does not say how large its image is.",
        "La page ne dit pas la taille de son image.",
        (Altered(WEB, "/", rb' width="64" height="64"', b""),),
    ),
    Break(
        "rendering-slow-script", 6,
        "The script of the page comes three seconds late.",
        "Le script de la page arrive avec trois secondes de retard.",
        (Late(WEB, "/script.js", 3.0),),
    ),
    Break(
        "rendering-no-defer", 6,
        "The page has lost the word that lets its script wait.",
        "La page a perdu le mot qui permet à son script d'attendre.",
        (Altered(WEB, "/", b" defer", b""),),
    ),
)  # fmt: skip
