using Weir.Server;
using Weir.Server.Settings;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Settings;

public sealed class SettingsFileTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("""{"Server": {"MaxItems": 1}, "Server": {"MaxItems": 2}}""", "Server")]
    [InlineData("""{"Server": {"MaxItems": 1}, "server": {"MaxBodyBytes": 20000}}""", "server")]
    [InlineData("""{"Alerts": {"Webhook": {"Url": "http://127.0.0.1:1/", "url": "http://127.0.0.1:2/"}}}""", "Alerts:Webhook:url")]
    public async Task A_member_that_stands_twice_is_one_sentence_that_names_it_and_the_file(string text, string member)
    {
        var file = _directory.Write("weir.json", text);
        var sentence = $"{file} holds '{member}' twice; keep one of them (names compare without case).";
        Assert.Equal([sentence], Assert.Throws<SettingsException>(() => ServerOptions.Read(_directory.Path)).Faults);
        Assert.Equal([sentence], Assert.Throws<SettingsException>(() => SettingsFile.Values(_directory.Path)).Faults);
        Assert.Equal([sentence], Assert.Throws<SettingsException>(() => SettingsFile.Set(_directory.Path, "Feeds", "b", [new("Url", "x")])).Faults);
        foreach (var command in (string[][])[["features"], ["feeds"], ["secrets", "seal"], ["jobs"]])
            Assert.Equal($"weir: the settings cannot be used: {sentence}\n", (await CommandRun.Of([.. command, "--data", _directory.Path])).Error);
        Assert.Contains($"BROKEN   settings   {sentence}", (await CommandRun.Of("doctor", "--data", _directory.Path)).Output);
        Assert.Equal(text, File.ReadAllText(file));
    }

    [Fact]
    public void A_value_is_set_beside_the_others_whatever_the_case_of_its_name()
    {
        _directory.Write("weir.json", """{"features": {"off": "a", "other": "b"}}""");
        SettingsFile.Set(_directory.Path, "Features:Off", "c");
        Assert.Equal(["c", "b"], ((string[])["Features:Off", "Features:Other"]).Select(name => SettingsFile.Values(_directory.Path)[name]));
    }
}
