using Microsoft.AspNetCore.Components;
using Weir.Server;
using Xunit;

namespace Weir.BrowserTests.Pages;

/// <summary>Every page there is: a new component with a path is in it by itself.</summary>
internal static class PageCatalog
{
    // Pages that are no components.
    private static readonly string[] Others = ["/"];

    // Pages of one thing, shown by an example. What is made by a test only is visited by that test, and stands here without one.
    private static readonly Dictionary<string, string?> Examples = new() { ["/accounts/{Id:long}"] = "/accounts/1", ["/lists/{Id:long}"] = null };

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

    /// <summary>The addresses in daylight and at night.</summary>
    public static TheoryData<string, string> InBothSchemes
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var path in Paths)
            {
                cases.Add(path, "light");
                cases.Add(path, "dark");
            }

            return cases;
        }
    }
}
