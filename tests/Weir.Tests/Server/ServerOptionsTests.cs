using System.Collections;
using Microsoft.Extensions.Logging;
using Weir.Server;
using Weir.Server.Settings;
using Xunit;

namespace Weir.Tests.Server;

public sealed class ServerOptionsTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("weir-options").FullName;

    private readonly string _work = Directory.CreateTempSubdirectory("weir-options").FullName;

    public void Dispose()
    {
        Directory.Delete(_data, recursive: true);
        Directory.Delete(_work, recursive: true);
    }

    [Fact]
    public void Nothing_has_to_be_set()
    {
        var options = Read([]);
        Assert.Equal(["http://127.0.0.1:8080"], options.Urls);
        Assert.False(options.AllowRemote);
    }

    [Fact]
    public void Later_sources_win_over_earlier_ones()
    {
        File.WriteAllText(Path.Combine(_data, "weir.json"), """{"Server":{"Urls":"http://127.0.0.1:1","MaxItems":11,"AllowRemote":true}}""");
        File.WriteAllText(Path.Combine(_work, ".env"), "# comment\nexport WEIR__Server__Urls='http://127.0.0.1:2'\nWEIR__Server__MaxItems=12\n");
        var options = Read(new() { ["WEIR__SERVER__URLS"] = "http://127.0.0.1:3" });
        Assert.Equal(["http://127.0.0.1:3"], options.Urls);
        Assert.Equal(12, options.MaxItems);
        Assert.True(options.AllowRemote);
        Assert.Equal(["http://127.0.0.1:4"], Read([], "http://127.0.0.1:4").Urls);
    }

    [Fact]
    public void A_plain_name_stands_for_its_setting()
    {
        Assert.Equal(LogLevel.Debug, Read(new() { ["LOG_LEVEL"] = "debug" }).LogLevel);
        Assert.Equal(LogLevel.Error, Read(new() { ["LOG_LEVEL"] = "debug", ["WEIR__Server__LogLevel"] = "error" }).LogLevel);
    }

    [Fact]
    public void An_unknown_setting_is_told_where_settings_stand()
    {
        var failure = Assert.Throws<SettingsException>(() => Read(new() { ["WEIR__Training"] = "x", ["WEIR__Feeds__l"] = "x" }));
        Assert.Contains("WEIR__Training__…", failure.Message, StringComparison.Ordinal);
        Assert.Contains("its settings stand below that name, as Feeds:l:NAME", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_stand_in_one_message()
    {
        var failure = Assert.Throws<SettingsException>(() => Read(new()
        {
            ["WEIR__Server__AlowRemote"] = "true",
            ["WEIR__Server__MaxItems"] = "many",
            ["WEIR__Server__AllowRemote"] = "perhaps",
            ["WEIR__Server__Urls"] = "nonsense",
        }));
        Assert.Equal(4, failure.Faults.Count);
        Assert.All(["AlowRemote", "MaxItems", "AllowRemote must", "nonsense"], part => Assert.Contains(part, failure.Message));
    }

    [Fact]
    public void A_broken_file_is_named_with_its_line()
    {
        File.WriteAllText(Path.Combine(_data, "weir.json"), "{\n broken");
        File.WriteAllText(Path.Combine(_work, ".env"), "=x\n");
        var failure = Assert.Throws<SettingsException>(() => Read([]));
        Assert.Contains("weir.json is not valid JSON at line 2", failure.Message);
        Assert.Contains(".env, line 1", failure.Message);
    }

    private ServerOptions Read(Hashtable environment, string? urls = null) => ServerOptions.Read(_data, urls, _work, environment);
}
