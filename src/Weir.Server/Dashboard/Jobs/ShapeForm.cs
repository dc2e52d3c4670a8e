using Weir.Pipeline.Files;
using Weir.Server.Jobs;
using Weir.Server.Problems;

namespace Weir.Server.Dashboard.Jobs;

/// <summary>What a person chooses about the file of a job.</summary>
internal sealed class ShapeForm
{
    /// <summary>The number of the column, from 1.</summary>
    public string? Column { get; set; }

    /// <summary>A name of <see cref="JobShapes.Delimiters"/>.</summary>
    public string? Delimiter { get; set; }

    /// <summary>true or false.</summary>
    public string? Header { get; set; }

    /// <summary>A name of <see cref="JobShapes.Encodings"/>.</summary>
    public string? Encoding { get; set; }

    /// <summary>start, or anything else to look at the file only.</summary>
    public string? Act { get; set; }

    /// <summary>
    /// The choice. A column is chosen among those that were shown, so it counts only when the rest is as it was shown.
    /// </summary>
    public ShapeChoice Choice(ShownShape shown, ICollection<Fault> faults)
    {
        var isSame = Delimiter == shown.Delimiter && Encoding == shown.Encoding && (Header == "true") == shown.Header;
        return JobShapes.Choice(name => name switch { "column" => isSame ? Column : null, "delimiter" => Delimiter, "header" => Header, _ => Encoding }, faults);
    }
}
