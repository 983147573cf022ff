// Videos of other sites that play in place. The player is loaded when a reader asks for it; until then, and without this script, a card is a link.
"use strict";
for (const card of document.querySelectorAll(".embed[data-player]")) {
  const play = card.querySelector(".embed-play");
  play.hidden = false;
  play.querySelector("button").addEventListener("click", () => {
    const frame = document.createElement("iframe");
    frame.title = card.querySelector(".embed-title").textContent;
    frame.allow = "autoplay; fullscreen";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    frame.src = card.dataset.player;
    play.replaceWith(frame);
    frame.focus();
  });
}
