using Microsoft.AspNetCore.Components;
using Weir.Server;
using Xunit;

namespace Weir.BrowserTests.Pages;

/// <summary>Every page there is: a new component with a path is in it by itself.</summary>
internal static class PageCatalog
{
    // More of some pages than their path says.
    private static readonly string[] Others =
    [
        "/",
        "/?subject=http%3A%2F%2Fbank%40paypal.com.account-check.example%3A8080%2Flogin%3Fid%3D7%23top",
        "/overview?range=30d",
        "/models/v3",
        "/models/compare?a=v2&b=v1",
        "/jobs/2",
        "/jobs/3",
        "/appeals/case/3",
        "/history?decision=phishing&minScore=0.9",
        "/tables/hostile",
        "/tables/hostile/rows",
        "/tables/hostile/schema",
        "/tables/hostile/compare",
        "/tables/hostile/predict?like=phishing",
        "/tables/empty",
        "/tables/empty/drift",
        "/tables/empty/predict",
        "/models/of-table",
    ];

    // Pages of one thing, shown by an example. What is made by a test only is visited by that test, and stands here without one.
    private static readonly Dictionary<string, string?> Examples = new()
    {
        ["/models/{Version}"] = "/models/v2",
        ["/drift/{Id:long}"] = "/drift/1",
        ["/feeds/{Name}"] = "/feeds/openphish",
        ["/lists/{Id:long}"] = "/lists/1",
        ["/accounts/{Id:long}"] = "/accounts/1",
        ["/jobs/{Id:long}"] = "/jobs/1",
        ["/jobs/{Id:long}/rows"] = "/jobs/2/rows",
        ["/history/{Id:long}"] = "/history/one",
        ["/appeals/{Id}"] = "/appeals/one",
        ["/tables/{Name}"] = "/tables/board",
        ["/tables/{Name}/rows"] = "/tables/board/rows",
        ["/tables/{Name}/rejects"] = "/tables/board/rejects",
        ["/tables/{Name}/schema"] = "/tables/board/schema",
        ["/tables/{Name}/drift"] = "/tables/board/drift",
        ["/tables/{Name}/train"] = "/tables/board/train",
        ["/tables/{Name}/compare"] = "/tables/board/compare",
        ["/tables/{Name}/predict"] = "/tables/board/predict",
        ["/tables/{Name}/predict/{Id}"] = "/tables/board/predict/one",
        ["/tables/new/look/{Id}"] = "/tables/new/look/one",
        ["/appeals/case/{Id:long}"] = "/appeals/case/2",
    };

    private static IEnumerable<string> Templates =>
        typeof(RunningServer).Assembly.GetTypes().SelectMany(type => type.GetCustomAttributes(typeof(RouteAttribute), inherit: false)).Cast<RouteAttribute>().Select(route => route.Template);

    /// <summary>The addresses of all pages.</summary>
    public static IReadOnlyList<string> Paths { get; } =
    [
        .. Others.Concat(Templates.Where(template => !template.Contains('{', StringComparison.Ordinal))).Concat(Examples.Values.OfType<string>())
            .Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>Pages of one thing for which nobody has given an example.</summary>
    public static IEnumerable<string> Unknown => Templates.Where(template => template.Contains('{', StringComparison.Ordinal) && !Examples.ContainsKey(template));

    /// <summary>The addresses as test cases.</summary>
    public static TheoryData<string> All => [.. Paths];
}
