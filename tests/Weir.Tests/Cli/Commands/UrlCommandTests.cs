using System.Text.Json;
using Weir.Cli;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Cli.Commands;

public sealed class UrlCommandTests
{
    [Fact]
    public async Task Json_has_every_field()
    {
        var run = await CommandRun.Of("url", "hxxp://user@WWW.Example[.]co.uk:8080/a/../b?c=d#e", "--json");
        var reading = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(ExitCode.Done, run.ExitCode);
        (string Name, string Value)[] expected =
        [
            ("scheme", "http"), ("userinfo", "user"), ("host", "www.example.co.uk"), ("port", "8080"), ("path", "/b"), ("query", "c=d"),
            ("fragment", "e"), ("href", "http://user@www.example.co.uk:8080/b?c=d#e"), ("registrableDomain", "example.co.uk"),
            ("publicSuffix", "co.uk"), ("isSharedHost", "False"),
        ];
        foreach (var (name, value) in expected) Assert.Equal(value, reading.GetProperty(name).ToString());
        string[] others = ["canonical", "safeBrowsing", "defanged"];
        foreach (var name in others) Assert.True(reading.TryGetProperty(name, out _));
    }

    [Fact]
    public async Task An_unreadable_subject_is_valid_json_and_exit_code_1()
    {
        var run = await CommandRun.Of("url", "http://[::1/", "--json");
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.NotEqual("", JsonDocument.Parse(run.Output).RootElement.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Text_names_the_parts()
    {
        var run = await CommandRun.Of("url", "https://a.example.org/x");
        Assert.Contains("registrable domain  example.org", run.Output, StringComparison.Ordinal);
        Assert.Contains("hxxps://a[.]example[.]org/x", run.Output, StringComparison.Ordinal);
    }
}
