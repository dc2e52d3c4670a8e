using Weir.Storage;

namespace Weir.Server;

/// <summary>The way to the store for what cannot do without one; throws <see cref="StoreException"/>, which answers 503, when there is none.</summary>
internal delegate WeirStore StoreDoor();
