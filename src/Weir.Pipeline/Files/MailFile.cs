namespace Weir.Pipeline.Files;

/// <summary>
/// The mails of a file one after the other: the one of an .eml file, or those of an mbox (RFC 4155, with the quoting of lines that
/// begin with From). Memory is bounded by the longest mail that is kept.
/// </summary>
public sealed class MailFile : IDisposable
{
    /// <summary>At most this many bytes of one mail are kept; the rest of it is passed over.</summary>
    public const int MaxMailBytes = 32 << 20;

    private readonly InputFile _file;
    private readonly bool _isMbox;
    private readonly MemoryStream _mail = new();
    private byte[] _buffer = new byte[64 * 1024];
    private int _at;
    private int _held;
    private bool _isEnded;
    private bool _afterBlank = true;
    private long _line = 1;

    private MailFile(InputFile file, bool isMbox) => (_file, _isMbox) = (file, isMbox);

    /// <summary>The line, from 1, on which the mail begins.</summary>
    public long Line { get; private set; }

    /// <summary>The bytes of the mail; valid until the next one.</summary>
    public ReadOnlySpan<byte> Mail => _mail.GetBuffer().AsSpan(0, (int)_mail.Length);

    /// <summary>Set at the end when packed data was cut: one sentence. The mails before it are good.</summary>
    public string? Damage => _file.IsDamaged ? $"{_file.Name} is cut or damaged behind line {_line}; the mails before it were read." : null;

    /// <summary>Opens a file; <see cref="InputFileException"/> when it cannot be read at all.</summary>
    public static MailFile Open(string path, bool isMbox) => From(InputFile.Open(path), isMbox);

    /// <summary>Reads an opened file, which it then owns.</summary>
    public static MailFile From(InputFile file, bool isMbox) => new(file, isMbox);

    /// <summary>Goes to the next mail that is not empty; false at the end.</summary>
    public bool Read()
    {
        do
        {
            if (!Fill()) return false;
            Line = _line;
            _mail.SetLength(0);
            ReadOne();
        }
        while (_mail.Length == 0);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void ReadOne()
    {
        var isFirst = true;
        var isLineStart = true;
        while (Fill())
        {
            if (isLineStart && _isMbox && _afterBlank && Buffered.StartsWith("From "u8) && !isFirst) return;
            var piece = Piece();
            var isSeparator = isLineStart && isFirst && _isMbox && piece.StartsWith("From "u8);
            if (!isSeparator) Keep(isLineStart && _isMbox ? Unquoted(piece) : piece);
            if (isLineStart) _afterBlank = piece is [(byte)'\n'] or [(byte)'\r', (byte)'\n'];
            isLineStart = piece[^1] == '\n';
            isFirst &= !isLineStart;
            if (isLineStart) _line++;
        }
    }

    private ReadOnlySpan<byte> Buffered => _buffer.AsSpan(_at, _held - _at);

    // The next line, or what the buffer holds of a longer one.
    private ReadOnlySpan<byte> Piece()
    {
        var rest = Buffered;
        var end = rest.IndexOf((byte)'\n');
        var length = end < 0 ? rest.Length : end + 1;
        _at += length;
        return rest[..length];
    }

    private void Keep(ReadOnlySpan<byte> piece) => _mail.Write(piece[..Math.Min(piece.Length, MaxMailBytes - (int)_mail.Length)]);

    private static ReadOnlySpan<byte> Unquoted(ReadOnlySpan<byte> line)
    {
        var quotes = line.IndexOfAnyExcept((byte)'>');
        return quotes > 0 && line[quotes..].StartsWith("From "u8) ? line[1..] : line;
    }

    // True while there is something to read; a line's first bytes are never split.
    private bool Fill()
    {
        if (_held - _at >= 1024) return true;
        Buffered.CopyTo(_buffer);
        (_at, _held) = (0, _held - _at);
        while (!_isEnded && _held < _buffer.Length)
        {
            var read = _file.Read(_buffer.AsSpan(_held));
            _held += read;
            _isEnded = read == 0;
        }

        return _held > 0;
    }
}
