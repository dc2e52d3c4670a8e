using System.Buffers;
using System.Globalization;
using System.Text;
using Weir.Detection;
using Weir.Detection.Urls;
using Weir.Pipeline.Checking;
using Weir.Pipeline.Files;

namespace Weir.Cli.Checks;

/// <summary>For people: decision, score and defanged subject on a line, the strongest reasons below it.</summary>
internal sealed class TextVerdicts : IVerdictFormat
{
    private const int MaxReasons = 5;

    /// <inheritdoc/>
    public byte[] Header(RowSource source) => [];

    /// <inheritdoc/>
    public RowVerdicts CreateWriter(RowSource source, BulkJudge judge) => new Writer(source, judge);

    /// <summary>The lines of one verdict.</summary>
    public static string Text(Verdict verdict)
    {
        var text = new StringBuilder();
        var score = verdict.Score?.ToString("F6", CultureInfo.InvariantCulture) ?? "-";
        text.Append(CultureInfo.InvariantCulture, $"{verdict.Decision.ToString().ToLowerInvariant(),-11}{score,-10}{Printable(verdict.Subject)}\n");
        if (verdict.Error is { } error) text.Append(CultureInfo.InvariantCulture, $"    {error}\n");
        if (verdict.List is { } list) text.Append(CultureInfo.InvariantCulture, $"    {list} list\n");
        foreach (var reason in verdict.Reasons.Take(MaxReasons))
            text.Append(CultureInfo.InvariantCulture, $"    {reason.Contribution,6:+0.00;-0.00} {reason.Text}\n");
        return text.ToString();
    }

    // Control characters could rewrite the terminal's lines.
    private static string Printable(string subject) =>
        string.Concat(Defang.Defanged(subject).Select(character => char.IsControl(character) ? '\uFFFD' : character));

    private sealed class Writer(RowSource source, BulkJudge judge) : SingleRowVerdicts(source)
    {
        protected override Decision WriteRow(ArrayBufferWriter<byte> to)
        {
            var verdict = judge.Full(Subject().ToString());
            to.Write(Encoding.UTF8.GetBytes(Text(verdict)));
            return verdict.Decision;
        }

        protected override void WriteFault(in Record record, RecordFault fault, ArrayBufferWriter<byte> to)
        {
            var subject = Encoding.UTF8.GetString(Parser.Text);
            to.Write(Encoding.UTF8.GetBytes(Text(new Verdict
            {
                Subject = subject,
                Decision = Decision.Unknown,
                CheckedAt = default,
                Error = Sentence(record, fault),
            })));
        }
    }
}
