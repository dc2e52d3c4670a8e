using Weir.Cli;

namespace Weir.Tests.Support;

/// <summary>Runs a command line in this process and keeps what it wrote.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    /// <summary>As a shell would call <c>weir args</c>.</summary>
    public static async Task<CommandRun> Of(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await Program.RunAsync(args, output, error);
        return new CommandRun(code, output.ToString(), error.ToString());
    }
}
