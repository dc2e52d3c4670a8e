using System.IO.Pipelines;
using System.Net;
using System.Text;
using System.Text.Json;
using Weir.Detection;
using Weir.Server.Checks;
using Weir.Server.Security;
using Weir.Server.Security.Limits;
using Xunit;

namespace Weir.Tests.Server.Checks;

public sealed class CheckStreamEndpointTests
{
    [Fact]
    public async Task Every_line_in_gives_a_line_out_in_order()
    {
        await using var server = await ServerUnderTest.Start();
        var body = "{\"subject\":\"http://bad.example/\"}\n\n\"https://www.example.org/\"\r\nhttp://bad.example/x\n{broken\n" + new string('a', 200_000) + "\nlast";
        var response = await server.Post("/v1/check/stream", body, "application/x-ndjson");
        var lines = (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            ["phishing", "unknown", "benign", "phishing", "unknown", "unknown", "benign"],
            lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("decision").GetString()));
        Assert.Contains("65536", lines[5]);
    }

    [Fact]
    public async Task A_member_name_that_is_no_text_spoils_only_its_line()
    {
        await using var server = await ServerUnderTest.Start();
        var body = """
            http://bad.example/
            {"\ud800":1}
            {"\ud800":1,"url":"http://bad.example/"}
            """;
        var response = await server.Post("/v1/check/stream", body, "application/x-ndjson");
        var lines = (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            ["phishing", "unknown", "phishing"],
            lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("decision").GetString()));
    }

    [Fact]
    public async Task A_stream_is_not_bound_by_the_size_of_a_body()
    {
        await using var server = await ServerUnderTest.Start(change: options => options with { MaxBodyBytes = 2000 });
        var body = string.Concat(Enumerable.Repeat("http://bad.example/\n", 20_000));
        var response = await server.Post("/v1/check/stream?explain=top", body, "application/x-ndjson");
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(20_000, answer.Count(character => character == '\n'));
        Assert.Contains("contribution", answer);
    }

    [Fact]
    public async Task An_unknown_explain_is_refused()
    {
        await using var server = await ServerUnderTest.Start();
        var response = await server.Post("/v1/check/stream?explain=much", "x", "application/x-ndjson");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_stream_that_is_given_up_leaves_no_read_begun()
    {
        await using var server = await ServerUnderTest.Start();
        var (input, output) = (new Pipe(new PipeOptions(pauseWriterThreshold: 0)), new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1)));
        using var giveUp = new CancellationTokenSource();
        await input.Writer.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("http://bad.example/\n", 20_000))), TestContext.Current.CancellationToken);
        var run = new StreamRun(server.Part<Judge>(), server.Part<QuotaDoor>(), Explain.None, Caller.Local, input.Reader, output.Writer).ToEnd(giveUp.Token);
        // Nobody takes the answers, so that the run waits amid its lines.
        await output.Reader.ReadAsync(TestContext.Current.CancellationToken);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await input.Writer.CompleteAsync();
        Assert.True((await input.Reader.ReadAsync(TestContext.Current.CancellationToken)).IsCompleted);
    }
}
