namespace Weir.Storage.Feeds;

/// <summary>What a feed wrote about a subject; repeats: how often it has said the same again.</summary>
public sealed record RawEntry(string Feed, DateTimeOffset? SeenAt, string Text, long Repeats);

/// <summary>A raw entry as the mapper fills it.</summary>
internal sealed class RawRow
{
    public string Feed { get; init; } = "";
    public long SeenAt { get; init; }
    public long Repeats { get; init; }
    public long? Entry { get; init; }
    public string Subject { get; init; } = "";
    public long? First { get; init; }
    public byte[]? Packed { get; init; }

    public RawEntry ToEntry() => new(Feed, SeenAt == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(SeenAt), Text(), Repeats);

    private string Text() =>
        Entry is null || Packed is null ? Subject : RawBlock.Find(Packed, First!.Value, Entry.Value) ?? Subject;
}
