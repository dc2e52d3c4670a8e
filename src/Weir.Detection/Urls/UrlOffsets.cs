namespace Weir.Detection.Urls;

/// <summary>Where the parts of a URL stand in its serialisation. A part that is absent starts at -1.</summary>
internal struct UrlOffsets
{
    public int SchemeLength;
    public int UserinfoStart;
    public int UserinfoLength;
    public int HostStart;
    public int HostLength;
    public int PathStart;
    public int PathLength;
    public int QueryStart;
    public int QueryLength;
    public int FragmentStart;
    public int Port;
    public HostKind HostKind;
    public UrlMarks Marks;

    public static UrlOffsets Empty => new() { HostStart = -1, UserinfoStart = -1, QueryStart = -1, FragmentStart = -1, Port = -1 };
}
