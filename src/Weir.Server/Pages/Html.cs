using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Weir.Server.Pages;

/// <summary>Markup that is safe to send: every hole of <see cref="Of"/> is encoded unless it is markup itself.</summary>
internal readonly record struct Html(string Markup)
{
    /// <summary>No markup.</summary>
    public static Html Empty { get; } = new("");

    /// <summary>Markup from an interpolated text.</summary>
    public static Html Of(Handler handler) => new(handler.ToString());

    /// <summary>Several pieces, one after the other.</summary>
    public static Html Join(IEnumerable<Html> pieces) => new(string.Concat(pieces.Select(piece => piece.Markup)));

    /// <inheritdoc/>
    public override string ToString() => Markup ?? "";

    /// <summary>Collects an interpolated text and encodes what people and strangers put into it.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Handler(int literalLength, int formattedCount)
    {
        // Every script as it is: readers see the letters; what could be markup is still encoded.
        private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

        private readonly StringBuilder _text = new(literalLength + (16 * formattedCount));

        /// <summary>The page's own text, as it is.</summary>
        public void AppendLiteral(string text) => _text.Append(text);

        /// <summary>Markup, as it is.</summary>
        public void AppendFormatted(Html markup) => _text.Append(markup.Markup);

        /// <summary>Text, encoded.</summary>
        public void AppendFormatted(string? text) => _text.Append(Encoder.Encode(text ?? ""));

        /// <summary>A number or time in the invariant culture, encoded.</summary>
        public void AppendFormatted(IFormattable value, string? format = null) => AppendFormatted(value.ToString(format, CultureInfo.InvariantCulture));

        /// <inheritdoc/>
        public override string ToString() => _text.ToString();
    }
}
