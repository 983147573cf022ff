// A page that has moved: leads on, and to the same section there. Without this script the page itself leads on, to the top.
location.replace(document.currentScript.dataset.target + location.hash);
