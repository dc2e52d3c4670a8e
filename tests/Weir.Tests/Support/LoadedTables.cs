using System.Globalization;
using Weir.Detection.Tables;
using Weir.Pipeline.Tables.Reading;
using Weir.Pipeline.Tables.Schema;
using Weir.Storage;
using Weir.Storage.Tables;

namespace Weir.Tests.Support;

/// <summary>Tables with rows in a store.</summary>
internal static class LoadedTables
{
    /// <summary>Two numbers, a level with holes, a category, a constant and a row number; a board of four fields with some noise.</summary>
    public static TableSchema Board { get; } = new()
    {
        Columns =
        [
            new TableColumn { Name = "id", Kind = ColumnKind.Ignored },
            new TableColumn { Name = "x", Kind = ColumnKind.Number },
            new TableColumn { Name = "y", Kind = ColumnKind.Number },
            new TableColumn { Name = "level", Kind = ColumnKind.Number },
            new TableColumn { Name = "tld", Kind = ColumnKind.Category, Values = ["com", "test", "org"] },
            new TableColumn { Name = "same", Kind = ColumnKind.Number },
        ],
        Target = new TableTarget { Column = "status", Phishing = ["bad"], Benign = ["good"] },
    };

    /// <summary>Rows of <see cref="Board"/> as CSV lines without a header.</summary>
    public static IEnumerable<string> BoardRows(int count, int seed = 5, double noise = 0.05)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var (x, y) = (Math.Round(random.NextDouble(), 3), Math.Round(random.NextDouble(), 3));
            var isBad = (x > 0.5 != y > 0.5) ^ (random.NextDouble() < noise);
            var level = random.NextDouble() < 0.2 ? "na" : (isBad ? random.Next(0, 3) : random.Next(1, 4)).ToString(CultureInfo.InvariantCulture);
            var tld = random.NextDouble() < 0.7 == isBad ? "test" : random.Next(2) == 0 ? "com" : "org";
            yield return string.Create(CultureInfo.InvariantCulture, $"{i},{x},{y},{level},{tld},7,{(isBad ? "bad" : "good")}");
        }
    }

    /// <summary>Makes a table of such lines.</summary>
    public static TableRecord Load(WeirStore store, string name, TableSchema schema, IEnumerable<string> lines)
    {
        var table = store.Tables.Find(name) ?? store.Tables.Create(name, SchemaYaml.Write(schema), schema.Fingerprint, "desk")!;
        var header = string.Join(',', schema.Columns.Select(column => column.Name).Append(schema.Target.Column));
        using var folder = new TempDirectory();
        var path = Path.Combine(folder.Path, "rows.csv");
        File.WriteAllLines(path, [header, .. lines]);
        Load(store, table.Id, schema, path);
        return store.Tables.Find(name)!;
    }

    /// <summary>Loads a file by a schema.</summary>
    public static void Load(WeirStore store, long table, TableSchema schema, string path)
    {
        using var file = TableFile.Open(path);
        var match = ColumnMatch.Of(schema, file.Columns);
        var reader = new TableRowReader(file, schema, match);
        using var cells = new StoredCells(schema);
        using var writer = store.Tables.Loads.Begin(table, Path.GetFileName(path), Guid.NewGuid().ToString("N"), "desk");
        while (reader.Read())
        {
            if (reader.Fault is { } fault) writer.Reject(reader.Line, fault, "");
            else writer.Add(reader.Line, reader.Row.IsPhishing!.Value, reader.Row.Hash(), cells.Write(file, match, reader.Row));
        }

        writer.Finish();
    }

    /// <summary>The schema of a published table of numbers.</summary>
    public static TableSchema Published(string path, string target, string phishing, string benign, params string[] ignored)
    {
        using var file = TableFile.Open(path);
        return new TableSchema
        {
            Columns = [.. file.Columns.Where(column => column != target).Select(column => new TableColumn { Name = column, Kind = ignored.Contains(column) ? ColumnKind.Ignored : ColumnKind.Number })],
            Target = new TableTarget { Column = target, Phishing = [phishing], Benign = [benign] },
        };
    }
}
