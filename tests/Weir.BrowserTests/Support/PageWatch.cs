using System.Collections.Concurrent;
using Microsoft.Playwright;
using Xunit;

namespace Weir.BrowserTests.Support;

/// <summary>Notes what must not happen on a page: errors on the console, errors of scripts, and requests to anybody else.</summary>
internal sealed class PageWatch
{
    private readonly ConcurrentQueue<string> _faults = new();

    /// <summary>Begins to watch; the origin is where everything must come from.</summary>
    public PageWatch(IPage page, string origin)
    {
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !_expected.Any(part => message.Text.Contains(part, StringComparison.Ordinal))) _faults.Enqueue($"console: {message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => _faults.Enqueue($"script: {error}");
        page.Request += (_, request) =>
        {
            if (!IsOurs(request.Url, origin)) _faults.Enqueue($"outside: {request.Method} {request.Url}");
        };
        page.Dialog += (_, dialog) => _faults.Enqueue($"dialog: {dialog.Message}");
    }

    private readonly ConcurrentBag<string> _expected = [];

    /// <summary>A refusal that the test asks for is told on the console, and is no fault.</summary>
    public void Expect(string part) => _expected.Add(part);

    /// <summary>Fails the test when something was noted.</summary>
    public void SawNothing() => Assert.Equal("", string.Join('\n', _faults));

    private static bool IsOurs(string address, string origin) =>
        address.StartsWith(origin + "/", StringComparison.Ordinal) || address.StartsWith("data:", StringComparison.Ordinal)
        || address.StartsWith("blob:" + origin, StringComparison.Ordinal) || address.StartsWith("about:", StringComparison.Ordinal);
}
