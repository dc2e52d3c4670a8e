using Weir.Cli;
using Weir.Learning;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Cli.Commands;

public sealed class ModelsCommandTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("not JSON")]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task A_model_that_cannot_judge_does_not_enter_the_registry(string manifest)
    {
        var file = _directory.File("foreign.weir");
        await File.WriteAllBytesAsync(file, new ModelFileBuilder().Build(manifest), TestContext.Current.CancellationToken);
        var run = await Run("models", "import", file);
        Assert.Equal((ExitCode.Failed, ""), (run.ExitCode, run.Output));
        Assert.Contains($"{file} has a manifest that cannot be read", run.Error, StringComparison.Ordinal);
        Assert.Contains("No model is registered", (await Run("models")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_can_judge_is_registered_and_listed()
    {
        var file = _directory.File("own.weir");
        await File.WriteAllBytesAsync(file, SomeModel.Trained.File, TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Done, (await Run("models", "import", file)).ExitCode);
        Assert.Contains(SomeModel.Model.Version, (await Run("models", "list")).Output, StringComparison.Ordinal);
    }

    private Task<CommandRun> Run(params string[] args) => CommandRun.Of([.. args, "--data", _directory.File("data")]);
}
