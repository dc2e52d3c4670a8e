using System.Xml.Linq;

namespace Weir.Tests.Support;

/// <summary>The sources of this repository as text, for the tests that keep its walls standing.</summary>
internal static class Repository
{
    private static readonly Lazy<string> Found = new(Find);

    private static readonly Lazy<SourceFile[]> All = new(Read);

    /// <summary>The folder that holds Weir.slnx.</summary>
    public static string Root => Found.Value;

    /// <summary>Every C# file under src, tests and bench that a person wrote.</summary>
    public static IReadOnlyList<SourceFile> Sources => All.Value;

    /// <summary>The C# files of the product.</summary>
    public static IEnumerable<SourceFile> Product => Sources.Where(file => file.IsUnder("src"));

    /// <summary>The project files under src, by project name.</summary>
    public static IReadOnlyDictionary<string, XDocument> Projects => Directory
        .EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetFileNameWithoutExtension(path), path => XDocument.Load(path));

    /// <summary>What a project file names in elements of one kind, for example every PackageReference.</summary>
    public static string[] Includes(XDocument project, string element) =>
        [.. project.Descendants(element).Select(node => (string?)node.Attribute("Include")).OfType<string>()];

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Weir.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("No folder above the tests holds Weir.slnx.");
    }

    private static SourceFile[] Read() =>
    [
        .. from top in new[] { "src", "tests", "bench" }
           from path in Directory.EnumerateFiles(Path.Combine(Root, top), "*.cs", SearchOption.AllDirectories)
           let relative = Path.GetRelativePath(Root, path).Replace('\\', '/')
           where !relative.Contains("/obj/", StringComparison.Ordinal) && !relative.Contains("/bin/", StringComparison.Ordinal)
           orderby relative
           select new SourceFile(relative, File.ReadAllText(path)),
    ];
}

/// <summary>One source file: its path from the root, with forward slashes, and its text.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    /// <summary>The project folder's name, for example Weir.Detection.</summary>
    public string Project => Path.Split('/')[1];

    /// <summary>The folders below the project, joined by dots; empty for a file beside the project file.</summary>
    public string Folder => string.Join('.', Path.Split('/')[2..^1]);

    /// <summary>The namespace that the folder asks for.</summary>
    public string ExpectedNamespace => Folder.Length == 0 ? Project : $"{Project}.{Folder}";

    /// <summary>The lines of the text.</summary>
    public string[] Lines => Text.Split('\n');

    /// <summary>True when the file lies in this folder, counted from the root.</summary>
    public bool IsUnder(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);
}
