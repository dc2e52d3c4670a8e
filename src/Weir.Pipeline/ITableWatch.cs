using Weir.Pipeline.Tables.Training;

namespace Weir.Pipeline;

/// <summary>A cycle of a table: tells how it goes, and stops when it is told to.</summary>
public delegate CycleResult TableCycleRun(Action<TableProgress> heard, CancellationToken ct);

/// <summary>Looks on at what the loop does to tables, on the thread of the loop.</summary>
public interface ITableWatch
{
    /// <summary>Rows came into a table.</summary>
    public void Loaded(string table);

    /// <summary>Runs the cycle of a table and gives back what came of it. Whoever looks on may stop it: the outcome is "cancelled" then. What the cycle throws goes through.</summary>
    public CycleResult Train(string table, TableCycleRun cycle, CancellationToken ct);
}
