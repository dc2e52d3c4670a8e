using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Weir.Pipeline.Tables.Schema;

/// <summary>
/// Reads one YAML document of plain data: scalars, sequences, mappings. Anchors, aliases and tags are refused, and depth and size are
/// bounded, so that no text makes more of itself than it is.
/// </summary>
internal sealed class YamlTree
{
    /// <summary>The longest text in characters.</summary>
    public const int MostLetters = 4 << 20;

    private const int Deepest = 8;

    private readonly Parser _parser;
    private string? _fault;

    private YamlTree(string text) => _parser = new Parser(new StringReader(text));

    /// <summary>The document, or the sentence that says what is wrong with it.</summary>
    public static (YamlNode? Node, string? Fault) Read(string text)
    {
        if (text.Length > MostLetters) return (null, "The YAML text is longer than 4 million characters.");
        try
        {
            var tree = new YamlTree(text);
            var node = tree.ReadDocument();
            return tree._fault is { } fault ? (null, fault) : (node, null);
        }
        catch (YamlException broken)
        {
            return (null, $"The text is no YAML: line {broken.Start.Line}: {broken.Message.TrimEnd('.')}.");
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            // What the library throws for some texts that are none.
            return (null, "The text is no YAML.");
        }
    }

    private YamlNode? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _)) return Fail("The YAML text is empty.");
        var node = ReadNode(0);
        if (node is null) return null;
        _parser.Consume<DocumentEnd>();
        return _parser.Accept<StreamEnd>(out _) ? node : Fail("The text holds more than one YAML document; one is expected.");
    }

    private YamlNode? ReadNode(int depth)
    {
        if (_parser.Accept<AnchorAlias>(out var alias)) return Fail($"Line {alias.Start.Line} uses an alias (*{alias.Value}); write the value out.");
        if (_parser.Accept<NodeEvent>(out var node))
        {
            if (!node.Anchor.IsEmpty) return Fail($"Line {node.Start.Line} sets an anchor (&{node.Anchor}); write values out where they belong.");
            if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific) return Fail($"Line {node.Start.Line} has a tag ({node.Tag}); only plain values are read.");
            if (depth > Deepest) return Fail($"Line {node.Start.Line} is nested more than {Deepest} deep.");
        }

        if (_parser.TryConsume<Scalar>(out var scalar)) return new YamlText(scalar.Value, scalar.Start.Line);
        if (_parser.TryConsume<SequenceStart>(out var list)) return ReadList(list.Start.Line, depth + 1);
        if (_parser.TryConsume<MappingStart>(out var map)) return ReadMap(map.Start.Line, depth + 1);
        return Fail("The text is no YAML.");
    }

    private YamlList? ReadList(long line, int depth)
    {
        List<YamlNode> items = [];
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            if (ReadNode(depth) is not { } item) return null;
            items.Add(item);
        }

        return new YamlList(items, line);
    }

    private YamlMap? ReadMap(long line, int depth)
    {
        List<KeyValuePair<string, YamlNode>> pairs = [];
        var known = new HashSet<string>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (ReadNode(depth) is not { } key) return null;
            if (key is not YamlText { Text: var name })
            {
                Fail($"Line {key.Line} has a key that is no text.");
                return null;
            }

            if (!known.Add(name))
            {
                Fail($"Line {key.Line} has the key '{name}' a second time.");
                return null;
            }

            if (ReadNode(depth) is not { } value) return null;
            pairs.Add(new(name, value));
        }

        return new YamlMap(pairs, line);
    }

    private YamlNode? Fail(string sentence)
    {
        _fault ??= sentence;
        return null;
    }
}
