using System.Buffers.Binary;
using System.Security.Cryptography;
using Weir.Learning;
using Weir.Learning.Numerics;
using Xunit;

namespace Weir.Tests.Learning;

public class ModelFileTests
{
    private static byte[] SomeFile()
    {
        var builder = new ModelFileBuilder();
        builder.Add<float>("weights", [1, 2.5f, -3]);
        builder.Add<ulong>("keys", [7, ulong.MaxValue]);
        builder.Add<Half>("halves", []);
        return builder.Build("{\"schema\":1}");
    }

    private static string Refusal(Action open) => Assert.Throws<ModelFileException>(open).Message;

    private static string Refusal(byte[] bytes) => Refusal(() => ModelFile.Read(bytes, "m.weir"));

    private static byte[] Rehashed(byte[] bytes)
    {
        SHA256.HashData(bytes.AsSpan(0, bytes.Length - 32), bytes.AsSpan(bytes.Length - 32));
        return bytes;
    }

    [Fact]
    public void What_was_written_is_read_back()
    {
        var file = ModelFile.Read(SomeFile(), "m.weir");
        Assert.Equal("{\"schema\":1}", file.Manifest);
        Assert.Equal([1, 2.5f, -3], file.Get<float>("weights"));
        Assert.Equal([7, ulong.MaxValue], file.Get<ulong>("keys"));
        Assert.Empty(file.Get<Half>("halves"));
    }

    [Fact]
    public void The_bytes_of_a_small_file_do_not_change()
    {
        var file = ModelFile.Read(SomeFile(), "m.weir");
        Assert.Equal(SomeFile(), SomeFile());
        Assert.StartsWith("fa7cd2874c0f63efd5af9166025bc6f7", file.Sha256, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_file_is_refused_by_name()
    {
        var whole = SomeFile();
        for (var length = 8; length < whole.Length; length++)
            Assert.StartsWith("The model file m.weir is truncated", Refusal(whole[..length]), StringComparison.Ordinal);
        Assert.Contains("is empty", Refusal([]), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_altered_byte_is_refused()
    {
        var whole = SomeFile();
        for (var i = 0; i < whole.Length; i++)
        {
            var altered = (byte[])whole.Clone();
            altered[i] ^= 0x40;
            Assert.StartsWith("The model file m.weir ", Refusal(altered), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Another_kind_of_file_and_a_newer_format_are_named()
    {
        byte[] archive = [.. "PK\u0003\u0004 something else entirely"u8];
        Assert.Contains("is not a Weir model", Refusal(archive), StringComparison.Ordinal);
        var newer = SomeFile();
        newer[8] = 2;
        Assert.Contains("was written by a newer Weir (format 2, this one reads 1)", Refusal(newer), StringComparison.Ordinal);
    }

    [Fact]
    public void Appended_bytes_are_refused() =>
        Assert.Contains("was altered", Refusal([.. SomeFile(), 0]), StringComparison.Ordinal);

    [Theory]
    [InlineData(12, uint.MaxValue)]
    [InlineData(12, 1000u)]
    [InlineData(24, 100_000u)]
    [InlineData(28, 0x8000_0000u)]
    [InlineData(64 + 48, 1u)]
    [InlineData(64 + 52, 0x8000_0000u)]
    [InlineData(64 + 56, 0x7FFF_FFFCu)]
    [InlineData(64 + 56, 3u)]
    [InlineData(128 + 48, 0u)]
    [InlineData(64 + 40, 99u)]
    public void A_header_that_lies_with_a_right_hash_is_refused(int at, uint value)
    {
        var file = SomeFile();
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), value);
        Assert.Contains("contradicts itself", Refusal(Rehashed(file)), StringComparison.Ordinal);
    }

    [Fact]
    public void Random_damage_with_a_right_hash_never_fails_otherwise()
    {
        var random = new Xoshiro256(20);
        for (var round = 0; round < 20_000; round++)
        {
            var file = SomeFile();
            for (var k = random.NextInt(6); k >= 0; k--) file[8 + random.NextInt(64 * 4)] = (byte)random.NextULong();
            TryEverything(Rehashed(file));
        }
    }

    [Fact]
    public void Random_bytes_never_fail_otherwise()
    {
        var random = new Xoshiro256(21);
        for (var round = 0; round < 5_000; round++)
        {
            var file = new byte[random.NextInt(600)];
            for (var i = 0; i < file.Length; i++) file[i] = (byte)random.NextULong();
            SomeFile().AsSpan(0, Math.Min(file.Length, random.NextInt(40))).CopyTo(file);
            TryEverything(file.Length > 96 ? Rehashed(file) : file);
        }
    }

    [Fact]
    public void A_missing_section_or_another_type_is_named()
    {
        var file = ModelFile.Read(SomeFile(), "m.weir");
        Assert.Contains("has no section 'trees'", Refusal(() => file.Get<int>("trees")), StringComparison.Ordinal);
        Assert.Contains("'weights' as another type than Int32",
            Refusal(() => file.Get<int>("weights")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_and_a_directory_are_named()
    {
        Assert.Contains("does not exist", Refusal(() => ModelFile.Open("no-such.weir")), StringComparison.Ordinal);
        var directory = Directory.CreateTempSubdirectory("weir").FullName;
        Assert.Contains("cannot be read", Refusal(() => ModelFile.Open(directory)), StringComparison.Ordinal);
        Directory.Delete(directory);
    }

    [Fact]
    public void A_builder_refuses_double_and_impossible_sections()
    {
        var builder = new ModelFileBuilder();
        builder.Add<int>("a", [1]);
        Assert.Throws<ArgumentException>(() => builder.Add<int>("a", [2]));
        Assert.Throws<ArgumentException>(() => builder.Add<int>(new string('x', 41), [2]));
        Assert.Throws<ArgumentException>(() => builder.Add<DateTime>("d", [default]));
    }

    private static void TryEverything(byte[] bytes)
    {
        try
        {
            var file = ModelFile.Read(bytes, "m.weir");
            if (file.Has("weights")) file.Get<float>("weights");
            if (file.Has("keys")) file.Get<ulong>("keys");
        }
        catch (ModelFileException e)
        {
            Assert.StartsWith("The model file m.weir ", e.Message, StringComparison.Ordinal);
        }
    }
}
