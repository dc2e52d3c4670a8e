// Runs before the page is drawn, so that a chosen theme shows without a flash.
(() => {
  'use strict';
  document.documentElement.classList.add('scripted');
  try {
    const chosen = localStorage.getItem('weir-theme');
    if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
  } catch {
    // A browser that keeps nothing shows the theme of its system.
  }
})();
