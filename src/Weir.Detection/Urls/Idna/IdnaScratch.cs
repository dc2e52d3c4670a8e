namespace Weir.Detection.Urls.Idna;

/// <summary>The reusable buffers of host decoding and IDNA processing.</summary>
internal sealed class IdnaScratch
{
    private byte[] _bytes = [];

    public CodePoints Mapped { get; } = new();

    public CodePoints Normal { get; } = new();

    public CodePoints Label { get; } = new();

    public CodePoints Domain { get; } = new();

    /// <summary>At least <paramref name="count"/> bytes, contents undefined.</summary>
    public Span<byte> Bytes(int count)
    {
        if (_bytes.Length < count)
            _bytes = new byte[Math.Max(count, 1024)];
        return _bytes;
    }
}
