using System.Text;

namespace Weir.Detection;

/// <summary>Writes verdicts as JSON, byte for byte as <see cref="VerdictJson"/> does, and several times as fast. Not safe for several threads at once.</summary>
public sealed class VerdictUtf8
{
    // Names, numbers, a time and the punctuation around them.
    private const int RoomOfRest = 1024;
    private const int RoomOfItem = 192;

    private static readonly byte[][] Decisions = Words<Decision>();
    private static readonly byte[][] Channels = Words<Channel>();
    private static readonly byte[][] Levels = Words<RiskLevel>();

    private readonly JsonText _text = new();

    /// <summary>What was written since the last <see cref="Clear"/>; good until the next write.</summary>
    public ReadOnlyMemory<byte> Written => _text.Written;

    /// <summary>Forgets what was written and keeps the room.</summary>
    public void Clear() => _text.Clear();

    /// <summary>Appends bytes as they are.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        _text.MakeRoom(bytes.Length);
        _text.Raw(bytes);
    }

    /// <summary>Appends one verdict.</summary>
    public void Write(Verdict verdict)
    {
        _text.MakeRoom(RoomOf(verdict));
        if (verdict.Id is { } id) _text.Raw("{\"id\":\""u8).Number(id).Raw("\",\"subject\":"u8);
        else _text.Raw("{\"id\":null,\"subject\":"u8);
        _text.Text(verdict.Subject).Raw(",\"channel\":\""u8).Raw(Channels[(int)verdict.Channel]).Raw("\",\"canonical\":"u8).Text(verdict.Canonical);
        _text.Raw(",\"registrableDomain\":"u8).Text(verdict.RegistrableDomain).Raw(",\"decision\":\""u8).Raw(Decisions[(int)verdict.Decision]).Raw("\",\"score\":"u8);
        WriteRisk(verdict);
        _text.Raw(",\"category\":"u8).Text(verdict.Category).Raw(",\"brand\":"u8).Text(verdict.Brand);
        WriteReasons(verdict.Reasons);
        WriteEvidence(verdict.Evidence);
        _text.Raw(",\"list\":"u8).Text(verdict.List);
        if (verdict.Model is { } model) _text.Raw(",\"model\":{\"version\":"u8).Text(model.Version).Raw(",\"sha256\":"u8).Text(model.Sha256).Raw("},\"checkedAt\":\""u8);
        else _text.Raw(",\"model\":null,\"checkedAt\":\""u8);
        _text.Time(verdict.CheckedAt).Raw("\",\"cacheSeconds\":"u8).Number(verdict.CacheSeconds).Raw(",\"appealUrl\":"u8).Text(verdict.AppealUrl);
        _text.Raw(",\"error\":"u8).Text(verdict.Error).Raw("}"u8);
    }

    private static int RoomOf(Verdict verdict)
    {
        var characters = verdict.Subject.Length + Length(verdict.Canonical) + Length(verdict.RegistrableDomain) + verdict.Category.Length + Length(verdict.Brand) + Length(verdict.List)
            + Length(verdict.Model?.Version) + Length(verdict.Model?.Sha256) + Length(verdict.AppealUrl) + Length(verdict.Error);
        for (var i = 0; i < verdict.Reasons.Count; i++) characters += verdict.Reasons[i].Id.Length + verdict.Reasons[i].Text.Length;
        for (var i = 0; i < verdict.Evidence.Count; i++) characters += verdict.Evidence[i].Source.Length + verdict.Evidence[i].Status.Length + verdict.Evidence[i].Text.Length;
        return RoomOfRest + characters * JsonText.MostBytes + (verdict.Reasons.Count + verdict.Evidence.Count) * RoomOfItem;
    }

    private static int Length(string? text) => text?.Length ?? 0;

    private void WriteRisk(Verdict verdict)
    {
        if (verdict.Score is not { } score) _text.Raw("null,\"riskScore\":null,\"riskLevel\":null"u8);
        else _text.Number(score).Raw(",\"riskScore\":"u8).Number(verdict.RiskScore!.Value).Raw(",\"riskLevel\":\""u8).Raw(Levels[(int)verdict.RiskLevel!.Value]).Raw("\""u8);
    }

    private void WriteReasons(IReadOnlyList<Reason> reasons)
    {
        _text.Raw(",\"reasons\":["u8);
        for (var i = 0; i < reasons.Count; i++)
        {
            _text.Raw(i == 0 ? "{\"id\":"u8 : ",{\"id\":"u8).Text(reasons[i].Id).Raw(",\"text\":"u8).Text(reasons[i].Text);
            _text.Raw(",\"contribution\":"u8).Number(reasons[i].Contribution).Raw("}"u8);
        }
    }

    private void WriteEvidence(IReadOnlyList<Evidence> found)
    {
        _text.Raw("],\"evidence\":["u8);
        for (var i = 0; i < found.Count; i++)
        {
            _text.Raw(i == 0 ? "{\"source\":"u8 : ",{\"source\":"u8).Text(found[i].Source).Raw(",\"status\":"u8).Text(found[i].Status);
            _text.Raw(",\"observedAt\":\""u8).Time(found[i].ObservedAt).Raw("\",\"text\":"u8).Text(found[i].Text).Raw("}"u8);
        }

        _text.Raw("]"u8);
    }

    private static byte[][] Words<T>() where T : struct, Enum => [.. Enum.GetNames<T>().Select(name => Encoding.ASCII.GetBytes(name.ToLowerInvariant()))];
}
