using Weir.Cli;
using Weir.Learning;
using Weir.Pipeline.Registry;
using Weir.Storage;
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

    [Fact]
    public async Task A_champion_whose_file_was_edited_is_told_and_every_subject_is_still_answered()
    {
        using (var store = WeirStore.Open(_directory.File("data"), new FakeTime()))
        {
            var model = new ModelRegistry(store).Register(SomeModel.Trained.File, new ModelOrigin("import", "own"), "test");
            store.Models.Promote(model.Version, "test", "test");
            await File.AppendAllTextAsync(new ModelRegistry(store).PathOf(model.File), "x", TestContext.Current.CancellationToken);
        }

        var run = await Run("check", "https://example.com/");
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains("hxxps://example[.]com/", run.Output, StringComparison.Ordinal);
        Assert.Contains(".weir", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Error.AsSpan().Count('\n'));
    }

    private Task<CommandRun> Run(params string[] args) => CommandRun.Of([.. args, "--data", _directory.File("data")]);
}
