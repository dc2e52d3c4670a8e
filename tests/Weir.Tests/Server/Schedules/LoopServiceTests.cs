using System.Net;
using Weir.Server;
using Weir.Server.Schedules;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Schedules;

public sealed class LoopServiceTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_loop_has_its_turns_while_the_server_answers_and_is_closed_with_it()
    {
        var loop = new CountingLoop();
        await using (var server = await StartAsync(ServerRole.All, () => loop)) await loop.Turns.WaitAsync(3, TestContext.Current.CancellationToken);
        Assert.True(loop.IsClosed);
    }

    [Fact]
    public async Task A_loop_that_cannot_be_opened_or_fails_is_tried_again()
    {
        var loop = new CountingLoop { Failures = 2 };
        var refusals = 2;
        await using var server = await StartAsync(ServerRole.All, () => refusals-- > 0 ? throw new IOException("the database is locked") : loop);
        await loop.Turns.WaitAsync(1, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(ServerRole.All, HttpStatusCode.OK)]
    [InlineData(ServerRole.Api, HttpStatusCode.OK)]
    [InlineData(ServerRole.Scheduler, HttpStatusCode.NotFound)]
    [InlineData(ServerRole.Collector, HttpStatusCode.NotFound)]
    public async Task Who_only_looks_after_itself_answers_only_whether_it_is_well(ServerRole role, HttpStatusCode models)
    {
        await using var server = await StartAsync(role, null);
        using var client = KeyedClient.Admin(server, _directory.Path);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/healthz", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(models, (await client.GetAsync("/v1/models", TestContext.Current.CancellationToken)).StatusCode);
    }

    private Task<RunningServer> StartAsync(ServerRole role, Func<ILoop>? loop) => RunningServer.StartAsync(new ServerOptions
    {
        DataDirectory = _directory.Path,
        Urls = ["http://127.0.0.1:0"],
        Role = role,
        FirstTick = TimeSpan.FromMilliseconds(1),
        Tick = TimeSpan.FromMilliseconds(1),
    }, TestContext.Current.CancellationToken, loop);

    private sealed class CountingLoop : ILoop
    {
        public SemaphoreCount Turns { get; } = new();

        public int Failures { get; set; }

        public bool IsClosed { get; private set; }

        public Task TickAsync(CancellationToken ct)
        {
            if (Failures-- > 0) throw new InvalidOperationException("once more");
            Turns.Release();
            return Task.CompletedTask;
        }

        public void Dispose() => IsClosed = true;
    }

    private sealed class SemaphoreCount
    {
        private readonly SemaphoreSlim _turns = new(0);

        public void Release() => _turns.Release();

        public async Task WaitAsync(int turns, CancellationToken ct)
        {
            for (var i = 0; i < turns; i++) Assert.True(await _turns.WaitAsync(TimeSpan.FromSeconds(30), ct));
        }
    }
}
