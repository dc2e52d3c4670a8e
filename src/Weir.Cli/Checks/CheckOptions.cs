using Weir.Detection;

namespace Weir.Cli.Checks;

/// <summary>The form of the answers.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>One JSON verdict a line.</summary>
    Jsonl,

    /// <summary>The input's columns and six more.</summary>
    Csv,
}

/// <summary>What <c>weir check</c> was asked to do.</summary>
internal sealed record CheckOptions
{
    /// <summary>Subjects from the command line; empty when a file or stdin is read.</summary>
    public required IReadOnlyList<string> Subjects { get; init; }

    /// <summary>The file to read; null for the subjects or stdin.</summary>
    public string? Input { get; init; }

    /// <summary>The file to write; null for stdout.</summary>
    public string? Output { get; init; }

    /// <summary>The form of the answers.</summary>
    public required OutputFormat Format { get; init; }

    /// <summary>How much reasoning is written.</summary>
    public required Explain Explain { get; init; }

    /// <summary>The decision from which on the exit code is 3; null for never.</summary>
    public Decision? FailOn { get; init; }

    /// <summary>Version or file of the model; null for the champion.</summary>
    public string? Model { get; init; }

    /// <summary>The data directory.</summary>
    public required string Data { get; init; }
}
