namespace Weir.Pipeline.Tables.Schema;

/// <summary>A part of a YAML text, with the line on which it begins.</summary>
internal abstract record YamlNode(long Line);

/// <summary>A scalar; whatever it looks like, it is text.</summary>
internal sealed record YamlText(string Text, long Line) : YamlNode(Line);

/// <summary>A sequence.</summary>
internal sealed record YamlList(IReadOnlyList<YamlNode> Items, long Line) : YamlNode(Line);

/// <summary>A mapping whose keys are scalars, in the order of the text.</summary>
internal sealed record YamlMap(IReadOnlyList<KeyValuePair<string, YamlNode>> Pairs, long Line) : YamlNode(Line)
{
    public YamlNode? this[string key] => Pairs.FirstOrDefault(pair => pair.Key == key).Value;
}
