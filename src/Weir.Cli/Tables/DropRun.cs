using Weir.Pipeline.Tables;

namespace Weir.Cli.Tables;

/// <summary>Takes the files of all drop folders and tells what became of each.</summary>
internal sealed class DropRun(TableDrop drop, TextWriter output, TextWriter error)
{
    private int _loaded, _refused;

    /// <summary>Returns false when a file was refused or waits.</summary>
    public bool Run(CancellationToken ct)
    {
        List<DroppedTableFile> waiting;
        int before;
        do
        {
            (waiting, before) = ([], _loaded + _refused);
            foreach (var file in drop.Take(now: true, ct))
            {
                if (file.IsWaiting) waiting.Add(file);
                else Tell(file);
            }
        }
        while (_loaded + _refused > before);
        foreach (var file in waiting) error.WriteLine($"weir: {file.Table}: {TableText.Printable(file.Name)} waits in its drop folder: {TableText.Printable(file.Result.Outcome == TableLoadOutcome.Busy ? file.Result.Sentence : "it was changed while it was read.")}");
        output.WriteLine(Summary(waiting.Count));
        return _refused + waiting.Count == 0;
    }

    private void Tell(DroppedTableFile file)
    {
        if (file.IsRefused) _refused++;
        else _loaded++;
        var line = $"{file.Table}: {TableText.Printable(file.Name)}: {TableText.Printable(file.Result.Sentence)}";
        if (file.IsRefused) error.WriteLine("weir: " + line);
        else output.WriteLine(line);
    }

    private string Summary(int waiting)
    {
        if (_loaded + _refused == 0) return waiting == 0 ? "No file waits in a drop folder." : $"Nothing was loaded; {Count(waiting)} still waiting.";
        string[] parts = [.. Part(_loaded, "loaded and", "done/"), .. Part(_refused, "refused and", "rejected/")];
        return $"{Count(_loaded > 0 ? _loaded : _refused)} {string.Join(", ", parts)}, {(_loaded + _refused == 1 ? "with a report" : "each with a report")} beside it{(waiting > 0 ? $"; {waiting} still waiting" : "")}.";
    }

    // The first part follows the count of files.
    private IEnumerable<string> Part(int count, string what, string place)
    {
        if (count == 0) yield break;
        var isFirst = what[0] == 'l' || _loaded == 0;
        yield return isFirst ? $"{what} {(count == 1 ? "lies" : "lie")} in {place}" : $"{count} {(count == 1 ? "was" : "were")} {what} {(count == 1 ? "lies" : "lie")} in {place}";
    }

    private static string Count(int files) => files == 1 ? "1 file was" : $"{files} files were";
}
