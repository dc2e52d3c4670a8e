// Shows the API with ReDoc, whose own index page would load fonts from another origin.
(() => {
  'use strict';
  const place = document.getElementById('api');
  const font = 'system-ui, sans-serif';
  window.Redoc.init(place.dataset.document, {
    hideDownloadButton: false,
    nativeScrollbars: true,
    scrollYOffset: 'nav.docs',
    theme: { typography: { fontFamily: font, headings: { fontFamily: font }, code: { fontFamily: 'ui-monospace, monospace' } } },
  }, place);
})();
