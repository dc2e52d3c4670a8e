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

    [Fact]
    public void A_failure_is_told_in_one_line()
    {
        Assert.Equal("first second", CliError.Sentence(new CliError("first\nsecond")));
        Assert.Equal("disk is full", CliError.Sentence(new AggregateException(new IOException("disk is full"))));
        Assert.StartsWith("unexpected InvalidOperationException", CliError.Sentence(new InvalidOperationException("x")), StringComparison.Ordinal);
    }
}
