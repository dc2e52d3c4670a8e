using System.Net;
using Weir.Detection;
using Weir.Server.Api;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Api;

public sealed class EnumWordsTests
{
    [Theory]
    [InlineData("top", true)]
    [InlineData("TOP", true)]
    [InlineData("1", false)]
    [InlineData("-9", false)]
    [InlineData("+1", false)]
    [InlineData(" top", false)]
    [InlineData("none,top", false)]
    [InlineData("", false)]
    public void A_name_is_read_and_neither_numbers_nor_several_names(string text, bool isName)
    {
        Assert.Equal(isName, EnumWords.TryRead<Explain>(text, out var explain));
        if (isName) Assert.Equal(Explain.Top, explain);
    }

    [Fact]
    public async Task A_stream_is_not_explained_by_numbers()
    {
        await using var server = await ServerUnderTest.Start();
        foreach (var (text, status) in ((string, HttpStatusCode)[])[("top", HttpStatusCode.OK), ("-9", HttpStatusCode.BadRequest), ("%2B1", HttpStatusCode.BadRequest), ("none,top", HttpStatusCode.BadRequest)])
        {
            using var lines = new StringContent("http://bad.example/\n", null, "application/x-ndjson");
            using var answer = await server.Client.PostAsync($"/v1/check/stream?explain={text}", lines, TestContext.Current.CancellationToken);
            Assert.Equal(status, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("7")]
    [InlineData("-1")]
    [InlineData("api,worker")]
    public async Task A_role_of_a_server_is_a_name(string role)
    {
        var run = await CommandRun.Of("serve", "--role", role);
        Assert.Equal((2, "weir: --role is one of all, api, scheduler, worker, collector. See `weir serve --help`.\n"), (run.ExitCode, run.Error));
    }
}
