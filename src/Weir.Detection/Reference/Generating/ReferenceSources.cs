using System.IO.Compression;

namespace Weir.Detection.Reference.Generating;

/// <summary>A folder of source files, plain or .gz, with the names that the generator and the updater give them.</summary>
internal sealed class ReferenceSources(string folder)
{
    public const string Ranking = "tranco";
    public const string Buckets = "cloudflare";
    public const string Suffixes = "public_suffix_list";

    /// <summary>Source file (start of its name) of each host list.</summary>
    public static readonly IReadOnlyDictionary<string, string> Hosts = new Dictionary<string, string>
    {
        ["url-shorteners"] = "url_shorteners",
        ["free-hosting"] = "free_hosting",
        ["file-hosts"] = "free_file_hosts",
        ["dynamic-dns"] = "dynamic_dns",
        ["disposable-mail"] = "disposable_email",
        ["abused-services"] = "legit_services_often_abused",
    };

    /// <summary>The lines of the one file whose name starts so.</summary>
    /// <exception cref="ReferenceFileException">There is no such file.</exception>
    public IEnumerable<string> Lines(string start)
    {
        string path = Directory.EnumerateFiles(folder, start + "*").Order(StringComparer.Ordinal).FirstOrDefault()
            ?? throw new ReferenceFileException($"{folder} holds no file whose name starts with {start}.");
        using Stream file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
