using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Weir.Tests.Pipeline.Feeds.CertificateTransparency;

/// <summary>Real certificates and the leaves of logs that hold them.</summary>
internal static class SomeCertificates
{
    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly DateTimeOffset From = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The DER of a self-signed certificate.</summary>
    public static byte[] Der(string commonName, params string[] names)
    {
        var request = new CertificateRequest(new X500DistinguishedName($"CN=\"{commonName}\", O=Some"), Key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names) alternatives.AddDnsName(name);
        if (names.Length > 0) request.CertificateExtensions.Add(alternatives.Build());
        using var certificate = request.CreateSelfSigned(From, From.AddDays(90));
        return certificate.RawData;
    }

    /// <summary>The part of a certificate that is signed.</summary>
    public static byte[] SignedPart(byte[] der) => new AsnReader(der, AsnEncodingRules.DER).ReadSequence().PeekEncodedValue().ToArray();

    /// <summary>A timestamped entry (RFC 6962 section 3.4) of a certificate, or of a precertificate.</summary>
    public static byte[] Entry(byte[] der, DateTimeOffset at, bool isPrecertificate = false)
    {
        using var bytes = new MemoryStream();
        Span<byte> time = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(time, at.ToUnixTimeMilliseconds());
        bytes.Write(time);
        bytes.Write([0, (byte)(isPrecertificate ? 1 : 0)]);
        if (isPrecertificate) bytes.Write(new byte[32]);
        WriteSized(bytes, 3, isPrecertificate ? SignedPart(der) : der);
        WriteSized(bytes, 2, []);
        return bytes.ToArray();
    }

    /// <summary>A Merkle tree leaf.</summary>
    public static byte[] Leaf(byte[] der, DateTimeOffset at, bool isPrecertificate = false) => [0, 0, .. Entry(der, at, isPrecertificate)];

    /// <summary>A leaf of a data tile (c2sp.org/static-ct-api).</summary>
    public static byte[] TileLeaf(byte[] der, DateTimeOffset at, bool isPrecertificate = false)
    {
        using var bytes = new MemoryStream();
        bytes.Write(Entry(der, at, isPrecertificate));
        if (isPrecertificate) WriteSized(bytes, 3, der);
        WriteSized(bytes, 2, new byte[64]);
        return bytes.ToArray();
    }

    private static void WriteSized(MemoryStream to, int width, ReadOnlySpan<byte> bytes)
    {
        for (var i = width - 1; i >= 0; i--) to.WriteByte((byte)(bytes.Length >> (8 * i)));
        to.Write(bytes);
    }
}
