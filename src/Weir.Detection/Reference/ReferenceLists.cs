using System.Reflection;
using Weir.Detection.Reference.Generating;
using Weir.Detection.Urls;

namespace Weir.Detection.Reference;

/// <summary>
/// All reference lists, immutable once loaded: public suffixes, popular domains, brands, shared hosts, and how ordinary a
/// name looks. A file in the data directory's "lists" folder takes the place of the shipped list of the same name.
/// </summary>
public sealed class ReferenceLists
{
    private static readonly Lazy<ReferenceLists> Shipped = new(() => new ReferenceLists(null));

    private ReferenceLists(string? folder)
    {
        var files = ListNames.All.ToDictionary(name => name, name => Find(folder, name));
        All = [.. files.Values.Select(found => Describe(found.File, found.IsOverride))];
        Suffixes = files[ListNames.Suffixes].File.ToSuffixes();
        Popularity = new Popularity(files[ListNames.Popularity].File.Payload.Span);
        Brands = Brands.Read(files[ListNames.Brands].File.Payload.Span);
        Labels = new LabelLikelihood(files[ListNames.Labels].File.Payload.Span);
        Hosts = new HostLists([.. ListNames.Hosts.Select(list => (list.Trait, files[list.Name].File.Payload))]);
    }

    /// <summary>The lists that Weir ships with; loaded on first use.</summary>
    public static ReferenceLists Embedded => Shipped.Value;

    /// <summary>Public suffix rules.</summary>
    public PublicSuffixes Suffixes { get; }

    /// <summary>Ranks of popular domains.</summary>
    public Popularity Popularity { get; }

    /// <summary>Imitated brands and their domains.</summary>
    public Brands Brands { get; }

    /// <summary>Shorteners, free hosting and the like.</summary>
    public HostLists Hosts { get; }

    /// <summary>How ordinary the letters of a label are.</summary>
    public LabelLikelihood Labels { get; }

    /// <summary>Name, source, date and count of every list in use.</summary>
    public IReadOnlyList<ReferenceList> All { get; }

    /// <summary>The lists of a data directory: DIR/lists/NAME.bin (compiled) or NAME.txt (plain), else the shipped ones.</summary>
    /// <exception cref="ReferenceFileException">An override cannot be read; the message names it.</exception>
    public static ReferenceLists Load(string dataDirectory)
    {
        string folder = Path.Combine(dataDirectory, "lists");
        bool any = Directory.Exists(folder) && ListNames.All.Any(name => OverridePath(folder, name) is not null);
        return any ? new ReferenceLists(folder) : Embedded;
    }

    /// <summary>The compiled list as shipped.</summary>
    internal static ReferenceFile ReadShipped(string name)
    {
        Assembly assembly = typeof(ReferenceLists).Assembly;
        string resource = $"Weir.Detection.Reference.Generated.{name}.bin";
        using Stream stream = assembly.GetManifestResourceStream(resource)
            ?? throw new ReferenceFileException($"The shipped list {name} is missing from this build; run tools/generate-reference.");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return ReferenceFile.Read(bytes, resource);
    }

    private static (ReferenceFile File, bool IsOverride) Find(string? folder, string name)
    {
        if (folder is null || OverridePath(folder, name) is not { } path) return (ReadShipped(name), false);
        if (path.EndsWith(".txt", StringComparison.Ordinal)) return (PlainList.Compile(name, path), true);
        ReferenceFile file = ReferenceFile.Read(File.ReadAllBytes(path), path);
        if (file.Name != name) throw new ReferenceFileException($"{path} holds the list {file.Name}; give it that name or delete it.");
        return (file, true);
    }

    private static string? OverridePath(string folder, string name) =>
        new[] { ".txt", ".bin" }.Select(extension => Path.Combine(folder, name + extension)).FirstOrDefault(File.Exists);

    private static ReferenceList Describe(ReferenceFile file, bool isOverride) =>
        new(file.Name, file.Source, file.Date, file.Count, isOverride);
}
