using Weir.Server;
using Weir.Server.Security;
using Weir.Storage;
using Weir.Storage.Security;

namespace Weir.Tests.Server;

/// <summary>Clients that show a key.</summary>
internal static class KeyedClient
{
    /// <summary>A key of the store; the tenant is made when there is none of its name.</summary>
    public static string Key(WeirStore store, string role, string tenant = "main", string? name = null, Func<KeyRecord, KeyRecord>? change = null)
    {
        store.Tenants.Add(tenant, null, "test");
        var wanted = new KeyRecord { Name = name ?? $"{role}-{store.Keys.Page(null, null, 1000).Count}", Role = role, Tenant = tenant };
        return AccessKeys.Make(store, change?.Invoke(wanted) ?? wanted, "test")!.Value.Token;
    }

    /// <summary>A client with an admin's key, for a server whose data directory this is.</summary>
    public static HttpClient Admin(RunningServer server, string directory)
    {
        using var store = WeirStore.Open(directory, TimeProvider.System);
        return Of(server, Key(store, "admin", name: "test-" + Guid.NewGuid().ToString("N")));
    }

    /// <summary>A client that shows the key, or none with null.</summary>
    public static HttpClient Of(RunningServer server, string? key, bool follow = true)
    {
        server.Part<KeyRing>().Refresh();
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = follow }) { BaseAddress = new Uri(server.Addresses.First()) };
        // Other than Authorization it is also sent to the page to which a form leads.
        if (key is not null) client.DefaultRequestHeaders.Add("X-Api-Key", key);
        return client;
    }
}
