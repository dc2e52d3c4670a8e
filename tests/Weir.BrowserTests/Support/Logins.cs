using System.Collections.Concurrent;
using Microsoft.Playwright;
using Weir.Server;
using Weir.Server.Security;
using Weir.Storage;
using Weir.Storage.Security;

namespace Weir.BrowserTests.Support;

/// <summary>Lets a browser in as somebody of a role, by a key that it shows with each request. The real login has tests of its own.</summary>
internal sealed class Logins(WeirStore store, RunningServer server)
{
    private readonly ConcurrentDictionary<AccessRole, string> _keys = new();

    /// <summary>Enters; anyone enters without a key.</summary>
    public Task Enter(IBrowserContext context, AccessRole role) => role == AccessRole.Anyone
        ? Task.CompletedTask
        : context.SetExtraHTTPHeadersAsync([KeyValuePair.Create("X-Api-Key", _keys.GetOrAdd(role, Make))]);

    /// <summary>A program that asks with a key of this role.</summary>
    public HttpClient Client(AccessRole role)
    {
        var client = new HttpClient { BaseAddress = new Uri(server.Addresses.First()) };
        client.DefaultRequestHeaders.Add("X-Api-Key", _keys.GetOrAdd(role, Make));
        return client;
    }

    private string Make(AccessRole role)
    {
        var word = role.ToString().ToLowerInvariant();
        var (_, token) = AccessKeys.Make(store, new KeyRecord { Name = "browser-" + word, Role = word, Tenant = Caller.MainTenant }, "test")!.Value;
        server.Part<KeyRing>().Refresh();
        return token;
    }
}
