using System.Text;

namespace Weir.Pipeline.Feeds.Formats;

/// <summary>Cells of a line in the CSV of abuse.ch: quoted, with spaces allowed around the commas. Linear; never fails.</summary>
internal static class LooseCells
{
    public static List<string> Split(string line)
    {
        List<string> cells = [];
        for (var at = 0; at <= line.Length;)
        {
            while (at < line.Length && line[at] == ' ') at++;
            cells.Add(at < line.Length && line[at] == '"' ? Quoted(line, ref at) : Plain(line, ref at));
            // What stands between a closing quote and the comma belongs to nobody.
            while (at < line.Length && line[at] != ',') at++;
            at++;
        }

        return cells;
    }

    private static string Plain(string line, ref int at)
    {
        var end = line.IndexOf(',', at);
        var cell = line[at..(end < 0 ? line.Length : end)];
        at = end < 0 ? line.Length : end;
        return cell.TrimEnd();
    }

    private static string Quoted(string line, ref int at)
    {
        var cell = new StringBuilder();
        for (at++; at < line.Length; at++)
        {
            if (line[at] != '"') cell.Append(line[at]);
            else if (at + 1 < line.Length && line[at + 1] == '"') cell.Append(line[at++]);
            else break;
        }

        at++;
        return cell.ToString();
    }
}
