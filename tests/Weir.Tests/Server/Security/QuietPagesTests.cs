using System.Collections.Concurrent;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Weir.Server;
using Xunit;

namespace Weir.Tests.Server.Security;

public sealed class QuietPagesTests
{
    [Fact]
    public async Task No_page_makes_the_server_warn_or_fail()
    {
        await using var server = await ServerUnderTest.Start();
        using var lines = new CollectingLog();
        server.Part<ILoggerFactory>().AddProvider(lines);
        var pages = typeof(RunningServer).Assembly.GetTypes().SelectMany(type => type.GetCustomAttributes(typeof(RouteAttribute), inherit: false)).Cast<RouteAttribute>()
            .Select(route => route.Template).Where(path => !path.Contains('{', StringComparison.Ordinal)).ToList();
        using var person = await BrowserLike.Of(server, "admin");
        foreach (var path in pages)
        {
            Assert.DoesNotContain("about:blank", await person.Open(path));
            using var answer = await server.Client.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode}");
            Assert.True(answer.Headers.CacheControl is { NoStore: true }, path);
        }

        Assert.Equal("", string.Join('\n', lines.Told));
    }

    private sealed class CollectingLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Told { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Told.Enqueue($"{eventId} {formatter(state, exception)}");

        public void Dispose()
        {
        }
    }
}
