namespace Weir.Detection.Urls;

/// <summary>
/// Finds the addresses to which an address leads on: the destination of a known wrapper (link rewriter, open redirect,
/// translation or AMP proxy), else every absolute web address in path, query or script. Reused from address to address,
/// so that nothing is allocated for those that carry something.
/// </summary>
public sealed class Unwrap
{
    private const int Most = 3;
    private readonly (int Start, int Length)[] _found = new (int, int)[Most];
    private readonly UrlText _text = new(256);
    private readonly UrlText _work = new(256);
    private readonly UrlText _rest = new(128);
    private readonly UrlText _bare = new(256);

    /// <summary>True when the outer address only carries: the destination is what is visited.</summary>
    public bool IsWrapper { get; private set; }

    /// <summary>How many addresses it leads on to, at most three.</summary>
    public int Count { get; private set; }

    /// <summary>One of them, as written, percent-decoded; valid until the next reading.</summary>
    public ReadOnlySpan<char> this[int index] => _text.Span.Slice(_found[index].Start, _found[index].Length);

    /// <summary>The address without the ones it carries; empty for wrappers and scripts.</summary>
    public ReadOnlySpan<char> BareText => _bare.Span;

    /// <summary>All of them, copied.</summary>
    public IReadOnlyList<string> Destinations => [.. Enumerable.Range(0, Count).Select(i => this[i].ToString())];

    /// <summary>The same as <see cref="BareText"/>, null for none.</summary>
    public string? Bare => _bare.Length == 0 ? null : _bare.Span.ToString();

    /// <summary>What an address carries; null when it carries nothing.</summary>
    public static Unwrap? Read(in Url url)
    {
        var carried = new Unwrap();
        return carried.TryRead(url) ? carried : null;
    }

    /// <summary>Takes out what an address carries; false when it carries nothing.</summary>
    public bool TryRead(in Url url)
    {
        (IsWrapper, Count) = (false, 0);
        _text.Clear();
        _bare.Clear();
        if (!url.IsWeb) return TryReadOther(url);
        _work.Clear();
        if (Wrappers.TryDestination(url, _work))
        {
            IsWrapper = true;
            Add(_work.Span);
            return true;
        }
        var tail = url.Href[(url.Href.Length - url.Path.Length - (url.HasQuery ? url.Query.Length + 1 : 0) - (url.HasFragment ? url.Fragment.Length + 1 : 0))..];
        return tail.IndexOf("http", StringComparison.OrdinalIgnoreCase) >= 0 && TryReadTail(url, url.Href[..^tail.Length]);
    }

    private bool TryReadOther(in Url url)
    {
        IsWrapper = url.Scheme is "blob";
        if (IsWrapper) Add(url.Path);
        else if (ScriptText.IsScript(url)) AddAll(ScriptText.Of(url));
        return Count > 0;
    }

    private bool TryReadTail(in Url url, ReadOnlySpan<char> front)
    {
        TakeParameters(url.Query);
        PercentDecoded.Write(url.Path, _work);
        var start = Start(_work.Span);
        if (start > 0) AddAll(_work.Span[start..]);
        if (Count == 0) return false;
        _bare.Append(front);
        _bare.Append(start > 0 ? _work.Span[..start] : url.Path);
        if (_rest.Length > 0) _bare.Append('?');
        _bare.Append(_rest.Span);
        return true;
    }

    /// <summary>Adds the parameters that are addresses; the others stay in the rest.</summary>
    private void TakeParameters(ReadOnlySpan<char> query)
    {
        _rest.Clear();
        foreach (var range in query.Split('&'))
        {
            var parameter = query[range];
            PercentDecoded.Write(parameter[(parameter.IndexOf('=') + 1)..], _work);
            if (Start(_work.Span) == 0) Add(_work.Span);
            else
            {
                if (_rest.Length > 0) _rest.Append('&');
                _rest.Append(parameter);
            }
        }
    }

    /// <summary>Every absolute web address of a text; each ends where the next begins, or at a quote, space or angle.</summary>
    private void AddAll(ReadOnlySpan<char> text)
    {
        var at = Start(text);
        for (var found = 0; at >= 0 && found < Most; found++, at = Start(text))
        {
            text = text[at..];
            var end = text.IndexOfAny(" \"'<>`\\");
            var next = Start(text[1..]) + 1;
            var length = end < 0 ? text.Length : end;
            if (next > 0 && next < length) length = next;
            Add(text[..length]);
            text = text[length..];
        }
    }

    private void Add(ReadOnlySpan<char> address)
    {
        if (Count == Most) return;
        for (var i = 0; i < Count; i++)
            if (this[i].SequenceEqual(address)) return;
        _found[Count++] = (_text.Length, address.Length);
        _text.Append(address);
    }

    /// <summary>Where the next <c>http:</c> or <c>https:</c> with a slash behind it begins, -1 when there is none.</summary>
    private static int Start(ReadOnlySpan<char> text)
    {
        var (secure, plain) = (StartOf(text, "https:"), StartOf(text, "http:"));
        return secure < 0 ? plain : plain < 0 ? secure : Math.Min(secure, plain);
    }

    private static int StartOf(ReadOnlySpan<char> text, string scheme)
    {
        var at = text.IndexOf(scheme, StringComparison.OrdinalIgnoreCase);
        return at >= 0 && at + scheme.Length < text.Length && text[at + scheme.Length] is '/' or '\\' ? at : -1;
    }
}
