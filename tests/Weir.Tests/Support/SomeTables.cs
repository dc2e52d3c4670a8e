using Weir.Detection.Tables;

namespace Weir.Tests.Support;

/// <summary>Schemas and files of tables for tests.</summary>
internal static class SomeTables
{
    /// <summary>The published tables beside the repository; null when they are not there.</summary>
    public static string? Published(string name)
    {
        var path = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "data", "tabular", name));
        return File.Exists(path) ? path : null;
    }

    /// <summary>A number, a flag of numbers, a category, a text and a row number; -1 is phishing.</summary>
    public static TableSchema Schema() => new()
    {
        Columns =
        [
            new TableColumn { Name = "id", Kind = ColumnKind.Ignored },
            new TableColumn { Name = "length", Kind = ColumnKind.Number, Least = 0, Most = 100 },
            new TableColumn { Name = "ssl", Kind = ColumnKind.Flag, Values = ["-1", "1"] },
            new TableColumn { Name = "tld", Kind = ColumnKind.Category, Values = ["com", "test", "org"] },
            new TableColumn { Name = "note", Kind = ColumnKind.Text },
        ],
        Target = new TableTarget { Column = "Result", Phishing = ["-1", "phishing"], Benign = ["1", "legitimate"] },
    };
}
