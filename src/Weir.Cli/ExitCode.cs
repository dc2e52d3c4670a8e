namespace Weir.Cli;

/// <summary>The exit codes that scripts depend on.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Failed; one sentence on stderr says why.</summary>
    public const int Failed = 1;

    /// <summary>The command line could not be understood.</summary>
    public const int BadUsage = 2;

    /// <summary>Done, and <c>--fail-on</c> found what it looked for.</summary>
    public const int FailOnHit = 3;
}
