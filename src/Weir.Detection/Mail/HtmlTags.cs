namespace Weir.Detection.Mail;

/// <summary>The opening tags of a page with their attributes, in one pass over hostile text; no tree is built.</summary>
internal sealed class HtmlTags(string html)
{
    private const int MostAttributes = 100;

    private readonly Dictionary<string, string> _attributes = new(StringComparer.OrdinalIgnoreCase);
    private int _at;

    /// <summary>The name of the tag in lower case.</summary>
    public string Name { get; private set; } = "";

    /// <summary>An attribute as written, entities and all; empty when the tag lacks it.</summary>
    public string this[string attribute] => _attributes.GetValueOrDefault(attribute, "");

    /// <summary>Goes to the next tag; false at the end, and when the last tag is never closed.</summary>
    public bool Read()
    {
        SkipRawText();
        while ((_at = html.IndexOf('<', Math.Min(_at, html.Length))) >= 0)
        {
            _at++;
            if (html.AsSpan(_at).StartsWith("!--")) Skip("-->");
            else if (_at < html.Length && char.IsAsciiLetter(html[_at])) return ReadTag();
        }

        _at = html.Length;
        return false;
    }

    // Between these tags stands text in which a less-than sign opens nothing.
    private void SkipRawText()
    {
        if (Name is "script" or "style" or "textarea" or "title" or "xmp" or "noembed") Skip("</" + Name);
        Name = "";
    }

    private void Skip(string end)
    {
        var found = html.IndexOf(end, _at, StringComparison.OrdinalIgnoreCase);
        _at = found < 0 ? html.Length : found + end.Length;
    }

    private bool ReadTag()
    {
        _attributes.Clear();
        Name = Word(" \t\r\n\f/>").ToLowerInvariant();
        while (_at < html.Length && html[_at] != '>')
        {
            if (html[_at] is ' ' or '\t' or '\r' or '\n' or '\f' or '/') _at++;
            else ReadAttribute();
        }

        return _at < html.Length;
    }

    private void ReadAttribute()
    {
        // An equals sign in front is part of the name, as the HTML standard has it.
        var first = html[_at++];
        var name = first + Word(" \t\r\n\f/>=");
        SkipSpace();
        var value = "";
        if (_at < html.Length && html[_at] == '=')
        {
            _at++;
            SkipSpace();
            value = Value();
        }

        if (_attributes.Count < MostAttributes) _attributes.TryAdd(name, value);
    }

    private string Value()
    {
        if (_at >= html.Length) return "";
        var quote = html[_at];
        if (quote is not ('"' or '\'')) return Word(" \t\r\n\f>");
        _at++;
        var end = html.IndexOf(quote, _at);
        var value = html[_at..(end < 0 ? html.Length : end)];
        _at = end < 0 ? html.Length : end + 1;
        return value;
    }

    private string Word(string ends)
    {
        var start = _at;
        var length = html.AsSpan(start).IndexOfAny(ends);
        _at = length < 0 ? html.Length : start + length;
        return html[start.._at];
    }

    private void SkipSpace()
    {
        while (_at < html.Length && html[_at] is ' ' or '\t' or '\r' or '\n' or '\f') _at++;
    }
}
