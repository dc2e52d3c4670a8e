// Shows the API with Swagger UI, whose own index page would need inline script.
(() => {
  'use strict';
  const place = document.getElementById('api');
  window.SwaggerUIBundle({
    url: place.dataset.document,
    domNode: place,
    deepLinking: true,
    // The usual badge asks a server on the internet whether the document is valid.
    validatorUrl: null,
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    filter: true,
    tryItOutEnabled: true,
    persistAuthorization: false,
  });
})();
