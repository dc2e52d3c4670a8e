using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Components;
using Weir.Server.Security;

namespace Weir.Server.Dashboard;

/// <summary>A page that the navigation offers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Its path.</param>
/// <param name="Icon">The name of its <see cref="Parts.Icon"/>.</param>
/// <param name="Group">Under which word it stands.</param>
internal sealed record Place(string Name, string Address, string Icon, string Group);

/// <summary>The pages in the order of the navigation. What a page needs, it says itself; who may not open it is not shown it.</summary>
internal static class Places
{
    private static readonly FrozenDictionary<string, NeedsAttribute?> Needs = typeof(Places).Assembly.GetTypes()
        .SelectMany(type => type.GetCustomAttributes<RouteAttribute>(inherit: false).Select(route => (route.Template, Needs: type.GetCustomAttribute<NeedsAttribute>())))
        .DistinctBy(page => page.Template).ToFrozenDictionary(page => page.Template, page => page.Needs);

    private static readonly Place[] All =
    [
        new("Overview", "/overview", "overview", "Watch"), new("Check", "/", "check", "Watch"), new("History", "/history", "history", "Watch"), new("Jobs", "/jobs", "jobs", "Watch"),
        new("Review", "/review", "review", "Decide"), new("Appeals", "/appeals", "appeals", "Decide"), new("Lists", "/lists", "lists", "Decide"),
        new("Models", "/models", "models", "Learn"), new("Tables", "/tables", "tables", "Learn"), new("Drift", "/drift", "drift", "Learn"), new("Feeds", "/feeds", "feeds", "Learn"),
        new("Alerts", "/alerts", "alerts", "Run"), new("Audit", "/audit", "audit", "Run"), new("Keys", "/keys", "keys", "Run"), new("Accounts", "/accounts", "accounts", "Run"),
        new("Settings", "/settings", "settings", "Run"),
    ];

    /// <summary>Whether there is a page at this path.</summary>
    public static bool Has(string address) => Needs.ContainsKey(address);

    /// <summary>What a caller may open.</summary>
    public static IEnumerable<Place> Of(Caller caller) => All.Where(place => Needs.TryGetValue(place.Address, out var needs) && May(caller, needs));

    private static bool May(Caller caller, NeedsAttribute? needs) => caller.May(needs?.Role ?? AccessRole.Admin) && (caller.IsOfMain || !(needs?.MainOnly ?? true));
}
