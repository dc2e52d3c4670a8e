using Weir.Detection.Tables;

namespace Weir.Storage.Tables;

/// <summary>A table and what it holds.</summary>
public sealed record TableRecord
{
    /// <summary>Its number; never used again for another table.</summary>
    public long Id { get; init; }

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its schema as YAML.</summary>
    public string Schema { get; init; } = "";

    /// <summary>The fingerprint of the schema.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its schema last changed.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Who changed it last.</summary>
    public string Actor { get; init; } = "";

    /// <summary>Whether the loop trains it by itself; a person may always.</summary>
    public bool Trains { get; init; } = true;

    /// <summary>Rows that are held.</summary>
    public long Rows { get; init; }

    /// <summary>How many of them are phishing.</summary>
    public long Phishing { get; init; }

    /// <summary>Loads that brought them.</summary>
    public long Loads { get; init; }

    /// <summary>When the newest of them came; null for an empty table.</summary>
    public DateTimeOffset? LoadedAt { get; init; }

    /// <summary>The channel, such as table:phising.</summary>
    public string Channel => TableName.Channel(Name);

    /// <summary>The channel as the database numbers it.</summary>
    public int ChannelNumber => TableName.ChannelNumber(Id);
}

/// <summary>Rows that came together.</summary>
public sealed record TableLoad
{
    /// <summary>Its number.</summary>
    public long Id { get; init; }

    /// <summary>The table.</summary>
    public long TableId { get; init; }

    /// <summary>Where the rows came from: a file name, or who sent them.</summary>
    public string Source { get; init; } = "";

    /// <summary>SHA-256 of the content, unpacked, lower-case hex; of loads of earlier versions of the file as it was.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Who loaded them.</summary>
    public string Actor { get; init; } = "";

    /// <summary>Rows of the file.</summary>
    public long Read { get; init; }

    /// <summary>Rows that are held.</summary>
    public long Added { get; init; }

    /// <summary>How many of them are phishing.</summary>
    public long Phishing { get; init; }

    /// <summary>How many of them stand in the table, or earlier in the file, with the same values and the same label; they are held all the same.</summary>
    public long Duplicates { get; init; }

    /// <summary>Rows that were kept apart.</summary>
    public long Rejected { get; init; }
}

/// <summary>How a table has grown since a load.</summary>
public sealed record TableGrowth
{
    /// <summary>Rows of later loads that do not repeat another.</summary>
    public long NewRows { get; init; }

    /// <summary>Rows of that load and those before it that are still held.</summary>
    public long OldRows { get; init; }

    /// <summary>When the newest load came; null for an empty table.</summary>
    public DateTimeOffset? NewestAt { get; init; }
}

/// <summary>A row that was kept apart.</summary>
public sealed record TableReject(long Line, string Reason, string Text);

/// <summary>One row as it is held.</summary>
public sealed record StoredRow
{
    /// <summary>Its number; larger for later rows of a load.</summary>
    public long Id { get; init; }

    /// <summary>The load that brought it.</summary>
    public long LoadId { get; init; }

    /// <summary>Its line in the file.</summary>
    public long Line { get; init; }

    /// <summary>When it came.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>1 for phishing, 0 for benign.</summary>
    public long Label { get; init; }

    /// <summary>What rows with the same values share.</summary>
    public long Hash { get; init; }

    /// <summary>A JSON array: one element a column of the schema in its order, then the target; null for a missing value.</summary>
    public string Cells { get; init; } = "";

    /// <summary>Whether the row is phishing.</summary>
    public bool IsPhishing => Label == 1;
}

/// <summary>How the rows of a table repeat and contradict each other. A vector is the values of a row without its label.</summary>
public sealed record TableRepeats
{
    /// <summary>All rows.</summary>
    public long Rows { get; init; }

    /// <summary>Rows that differ in a value or in the label.</summary>
    public long DistinctRows { get; init; }

    /// <summary>Rows that differ in a value.</summary>
    public long DistinctVectors { get; init; }

    /// <summary>Vectors that carry both labels.</summary>
    public long ContradictoryVectors { get; init; }

    /// <summary>The rows of those vectors.</summary>
    public long ContradictoryRows { get; init; }

    /// <summary>Rows whose label is the rarer one of their vector: nothing that sees the values alone can be right about more than the others.</summary>
    public long MinorityRows { get; init; }

    /// <summary>The greatest accuracy that contradictory labels leave, 0..1; 1 for an empty table.</summary>
    public double Ceiling => Rows == 0 ? 1 : 1 - ((double)MinorityRows / Rows);
}
