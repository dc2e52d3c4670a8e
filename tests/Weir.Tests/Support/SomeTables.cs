using Weir.Detection.Tables;

namespace Weir.Tests.Support;

/// <summary>Schemas and files of tables for tests.</summary>
internal static class SomeTables
{
    /// <summary>One of the published tables in the folder that WEIR_SHARED names, or in a folder <c>shared</c> beside the repository or above it; null when it is not there.</summary>
    public static string? Published(string name)
    {
        if (Environment.GetEnvironmentVariable("WEIR_SHARED") is { Length: > 0 } shared) return Path.Combine(shared, "data", "tabular", name) is var named && File.Exists(named) ? named : null;
        for (var folder = new DirectoryInfo(Repository.Root).Parent; folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", "tabular", name);
            if (File.Exists(path)) return path;
        }

        return null;
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
