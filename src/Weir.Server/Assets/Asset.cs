using System.IO.Compression;
using System.Security.Cryptography;

namespace Weir.Server.Assets;

/// <summary>A file that pages load: its bytes, and a hash of them that stands in its address, so that browsers may keep it for good.</summary>
internal sealed class Asset
{
    private readonly Lazy<byte[]> _zipped;

    /// <summary>A file of the program.</summary>
    public Asset(string name, byte[] bytes)
    {
        Name = name;
        Bytes = bytes;
        Hash = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
        _zipped = new Lazy<byte[]>(() => Zip(bytes));
    }

    /// <summary>The name, such as <c>weir.css</c>.</summary>
    public string Name { get; }

    /// <summary>What it holds.</summary>
    public byte[] Bytes { get; }

    /// <summary>The same, in gzip.</summary>
    public byte[] Zipped => _zipped.Value;

    /// <summary>Sixteen hex digits that change with every byte of it.</summary>
    public string Hash { get; }

    /// <summary>Where a page finds this very version.</summary>
    public string Address => $"/assets/{Name}?v={Hash}";

    /// <summary>The media type.</summary>
    public string Type => Path.GetExtension(Name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    };

    private static byte[] Zip(byte[] bytes)
    {
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Optimal)) zip.Write(bytes);
        return zipped.ToArray();
    }
}
