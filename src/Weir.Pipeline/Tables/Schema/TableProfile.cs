using Weir.Pipeline.Files;
using Weir.Pipeline.Tables.Reading;

namespace Weir.Pipeline.Tables.Schema;

/// <summary>What a file of rows holds, column by column: the ground of a proposal, and the report on quality.</summary>
public sealed class TableProfile
{
    private const int MostValuesInAll = 400_000;
    private const int LeastValues = 32;
    private const int MostValues = 1001;

    private TableProfile(string name, IReadOnlyList<ColumnProfile> columns) => (Name, Columns) = (name, columns);

    /// <summary>The file.</summary>
    public string Name { get; }

    /// <summary>Its columns in order.</summary>
    public IReadOnlyList<ColumnProfile> Columns { get; }

    /// <summary>False for JSON.</summary>
    public bool IsCsv { get; private init; }

    /// <summary>All rows.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows that could not be taken apart; they are in no other figure.</summary>
    public long BadRows { get; private set; }

    /// <summary>The first of them.</summary>
    public (long Line, string Reason) FirstBad { get; private set; }

    /// <summary>Set when the packed file was cut off: one sentence.</summary>
    public string? Damage { get; private set; }

    /// <summary>Reads a file to its end.</summary>
    public static TableProfile Read(TableFile file, CancellationToken ct = default)
    {
        var most = Math.Clamp(MostValuesInAll / file.Columns.Count, LeastValues, MostValues);
        ColumnProfile[] columns = [.. file.Columns.Select(name => new ColumnProfile(name, most))];
        var profile = new TableProfile(file.Name, columns) { IsCsv = file.Format == FileFormat.Csv };
        while (file.Read())
        {
            if ((profile.Rows++ & 0xFFF) == 0) ct.ThrowIfCancellationRequested();
            if (file.Fault == RecordFault.None)
            {
                for (var i = 0; i < columns.Length; i++) columns[i].Take(file.Cell(i), file.Line);
                continue;
            }

            if (profile.BadRows++ == 0) profile.FirstBad = (file.Line, file.Fault.Phrase());
        }

        profile.Damage = file.Damage;
        return profile;
    }
}
