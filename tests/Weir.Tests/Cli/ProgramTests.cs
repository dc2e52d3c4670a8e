using Weir.Cli;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Cli;

public sealed class ProgramTests
{
    [Fact]
    public async Task Help_is_printed_on_request_and_names_the_data_directory()
    {
        var run = await CommandRun.Of("--help");
        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("WEIR_DATA", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Theory]
    [InlineData("no-such-command")]
    [InlineData("--no-such-option")]
    [InlineData("--data")]
    public async Task Bad_usage_is_one_sentence_and_exit_code_2(string argument)
    {
        var run = await CommandRun.Of(argument);
        Assert.Equal(ExitCode.BadUsage, run.ExitCode);
        Assert.Equal(1, run.Error.AsSpan().Count('\n'));
        Assert.StartsWith("weir: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("--help", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such-command")]
    [InlineData("--no-such-option")]
    [InlineData("models", "no-such-command")]
    public async Task A_word_that_is_no_command_is_named(params string[] args)
    {
        var run = await CommandRun.Of(args);
        Assert.Equal(ExitCode.BadUsage, run.ExitCode);
        Assert.Contains($"'{args[^1]}' is not a command", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_data_directory_is_bad_usage()
    {
        var run = await CommandRun.Of("check", "https://example.com/", "--data", "");
        Assert.Equal(ExitCode.BadUsage, run.ExitCode);
        Assert.Contains("--data", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_data_directory_is_refused_by_every_command()
    {
        using var directory = new TempDirectory();
        var file = directory.Write("data", "not a directory");
        var run = await CommandRun.Of("check", "https://example.com/", "--data", file);
        Assert.Equal((ExitCode.Failed, ""), (run.ExitCode, run.Output));
        Assert.Contains(file, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_is_told_with_the_way_out()
    {
        var full = new IOException("No space left on device : '/tmp/out.csv'", hresult: 28);
        Assert.Equal("the disk is full (No space left on device : '/tmp/out.csv'); free some space and run the command again.", CliError.Sentence(full));
    }

    [Fact]
    public void A_failure_is_told_in_one_line()
    {
        Assert.Equal("first second", CliError.Sentence(new CliError("first\nsecond")));
        Assert.Equal("disk is full", CliError.Sentence(new AggregateException(new IOException("disk is full"))));
        Assert.StartsWith("unexpected InvalidOperationException", CliError.Sentence(new InvalidOperationException("x")), StringComparison.Ordinal);
    }
}
