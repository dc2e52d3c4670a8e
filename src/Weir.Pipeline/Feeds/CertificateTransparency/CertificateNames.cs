using System.Formats.Asn1;
using System.Text;

namespace Weir.Pipeline.Feeds.CertificateTransparency;

/// <summary>The host names of a certificate: DNS names of the subject's alternatives, and the common name where it is one.</summary>
internal static class CertificateNames
{
    /// <summary>At most this many names of a certificate are read; the largest public ones have a hundred.</summary>
    public const int Most = 1000;

    private const string AlternativeNames = "2.5.29.17";
    private const string CommonName = "2.5.4.3";

    private static readonly Asn1Tag Version = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Extensions = new(TagClass.ContextSpecific, 3, isConstructed: true);
    private static readonly Asn1Tag DnsName = new(TagClass.ContextSpecific, 2);

    /// <summary>Reads a certificate, or only its signed part (RFC 5280 section 4.1); false with a phrase when the bytes are none.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> der, bool isSignedPart, out IReadOnlyList<string> names, out string fault)
    {
        names = [];
        fault = "";
        try
        {
            // BER is read too: real logs hold certificates that are not quite DER.
            var outer = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
            names = Read(isSignedPart ? outer : outer.ReadSequence());
            return true;
        }
        catch (AsnContentException)
        {
            fault = "the certificate is not valid ASN.1";
            return false;
        }
    }

    private static IReadOnlyList<string> Read(AsnReader certificate)
    {
        var found = new List<string>();
        if (certificate.PeekTag().HasSameClassAndValue(Version)) certificate.ReadEncodedValue();
        for (var i = 0; i < 4; i++) certificate.ReadEncodedValue(); // serial number, signature, issuer, validity
        ReadSubject(certificate.ReadSequence(), found);
        certificate.ReadEncodedValue();
        while (certificate.HasData)
        {
            if (certificate.PeekTag().HasSameClassAndValue(Extensions)) ReadExtensions(certificate.ReadSequence(Extensions).ReadSequence(), found);
            else certificate.ReadEncodedValue();
        }

        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    private static void ReadSubject(AsnReader subject, List<string> found)
    {
        while (subject.HasData)
        {
            var set = subject.ReadSetOf(skipSortOrderValidation: true);
            while (set.HasData)
            {
                var attribute = set.ReadSequence();
                if (attribute.ReadObjectIdentifier() == CommonName) Add(attribute.PeekContentBytes().Span, found);
            }
        }
    }

    private static void ReadExtensions(AsnReader extensions, List<string> found)
    {
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            if (extension.ReadObjectIdentifier() != AlternativeNames) continue;
            if (extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean)) extension.ReadBoolean();
            var names = new AsnReader(extension.ReadOctetString(), AsnEncodingRules.BER).ReadSequence();
            while (names.HasData && found.Count < Most)
            {
                if (names.PeekTag().HasSameClassAndValue(DnsName)) Add(names.PeekContentBytes().Span, found);
                names.ReadEncodedValue();
            }
        }
    }

    // A common name may be a person's; what has no dot or holds a space is no host.
    private static void Add(ReadOnlySpan<byte> bytes, List<string> found)
    {
        if (bytes.Length is < 3 or > 253 || !bytes.Contains((byte)'.')) return;
        var name = Encoding.Latin1.GetString(bytes).ToLowerInvariant().TrimEnd('.');
        var plain = name.StartsWith("*.", StringComparison.Ordinal) ? name.AsSpan(2) : name;
        foreach (var c in plain)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_')) return;
        found.Add(name);
    }
}
