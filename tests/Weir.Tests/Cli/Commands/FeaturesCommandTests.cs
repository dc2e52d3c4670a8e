using Weir.Cli;
using Weir.Detection.Features;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Cli.Commands;

public sealed class FeaturesCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weir features ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_feature_is_switched_off_and_on_again_and_other_settings_stay()
    {
        var name = UrlFeatureSchema.All[3].Id;
        await File.WriteAllTextAsync(Path.Combine(_folder, "weir.json"), "{\"server\":{\"urls\":\"http://127.0.0.1:8081\"}}", TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Done, (await Run("--off", name)).ExitCode);
        Assert.Equal("off", await State(name));
        Assert.Contains("\"urls\"", await File.ReadAllTextAsync(Path.Combine(_folder, "weir.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await Run("--on", name);
        Assert.Equal("active", await State(name));
    }

    [Fact]
    public async Task Every_feature_is_listed() =>
        Assert.Equal(UrlFeatureSchema.Count, (await Run()).Output.AsSpan().Count('\n'));

    [Fact]
    public async Task An_unknown_feature_is_bad_usage() => Assert.Equal(ExitCode.BadUsage, (await Run("--off", "no_such")).ExitCode);

    private async Task<string> State(string name) => (await Run()).Output.Split('\n')
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).First(words => words[0] == name)[1];

    private Task<CommandRun> Run(params string[] args) => CommandRun.Of(["features", .. args, "--data", _folder]);
}
